package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResendWindowTest {
    private static final long SECOND = 1_000_000_000L;

    private final ResendWindow window = new ResendWindow();

    @Test
    void shouldForgetTheOldestBeyondItsBytes() {
        for (int i = 0; i < 20; i++) {
            byte[] message = new byte[1 << 20];
            message[0] = (byte) i;
            window.add(message, 0);
        }
        assertThat(window.messages()).hasSize(ResendWindow.MAX_BYTES >> 20);
        assertThat(window.messages().getFirst()[0]).isEqualTo((byte) 12);
    }

    @Test
    void shouldForgetTheOldestBeyondItsCount() {
        for (int i = 0; i < ResendWindow.MAX_MESSAGES + 5; i++) {
            window.add(new byte[] {1}, 0);
        }
        assertThat(window.messages()).hasSize(ResendWindow.MAX_MESSAGES);
    }

    @Test
    void shouldKeepWhatIsYoungEnough() {
        for (int second = 0; second < 100; second++) {
            window.add(new byte[] {(byte) second}, second * SECOND);
        }
        window.keep(Duration.ofSeconds(10), 99 * SECOND);
        assertThat(window.messages()).hasSize(11);
        assertThat(window.messages().getFirst()).containsExactly(89);
        window.keep(Duration.ZERO, 99 * SECOND);
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.messages()).isEmpty();
    }
}
