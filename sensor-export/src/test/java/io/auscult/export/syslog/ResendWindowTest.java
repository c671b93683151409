package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void shouldTakeWhatWasSentAgainForYoung() {
        window.add(new byte[] {1}, 0);
        window.again(60 * SECOND);
        window.keep(Duration.ofSeconds(10), 65 * SECOND);
        assertThat(window.messages()).hasSize(1);
    }

    @Test
    void shouldFindOnTheDiskWhatItHeld(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("siem.taken");
        ResendFile file = new ResendFile(path);
        long most = 0;
        for (int i = 0; i < 40; i++) { // written anew in between
            byte[] message = new byte[1 << 20];
            message[0] = (byte) i;
            window.add(message, i * SECOND);
            file.add(List.of(message), i * SECOND, window);
            most = Math.max(most, Files.size(path));
        }
        assertThat(most).isBetween(2L * ResendWindow.MAX_BYTES, 3L * ResendWindow.MAX_BYTES);
        List<byte[]> found = new ResendFile(path).read();
        assertThat(found.subList(found.size() - window.messages().size(), found.size()))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(window.messages());
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        Files.write(path, bytes);
        assertThat(new ResendFile(path).read()).hasSize(found.size() - 1);
    }

    @Test
    void shouldNotFindWhatWasOldAlready(@TempDir Path folder) throws IOException {
        ResendFile file = new ResendFile(folder.resolve("siem.taken"));
        for (long second : new long[] {0, 1, 600, 601}) {
            window.add(new byte[] {(byte) second}, second * SECOND);
            file.add(List.of(new byte[] {(byte) second}), second * SECOND, window);
        }
        assertThat(new ResendFile(folder.resolve("siem.taken")).read()).hasSize(3);
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
