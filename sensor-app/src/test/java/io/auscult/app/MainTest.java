package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void shouldCarryTheVersionOfTheBuild() throws IOException {
        assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void shouldRunTestsOnTheJavaThatTheSensorNeeds() {
        assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
    }
}
