package io.auscult.export.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest extends HubContract {
    @Override
    HubStore store(Path folder) throws IOException {
        return HubStore.inFolder(folder.resolve("data"));
    }

    @Override
    HubStore again(Path folder) throws IOException {
        return store(folder);
    }

    @Test
    void shouldKeepNoTokenOnTheDisk(@TempDir Path other) throws IOException {
        String token;
        try (TestHub hub = new TestHub(other)) {
            token = hub.token("st-jan", Set.of("*"), Set.of("*"));
        }
        assertThat(new String(Files.readAllBytes(other.resolve("data/hub.db")), StandardCharsets.ISO_8859_1))
                .contains("st-jan")
                .doesNotContain(token);
    }
}
