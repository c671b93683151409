package io.auscult.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    Path directory;

    @Test
    void shouldComeBackAsWritten() throws IOException {
        Path file = directory.resolve("eve.checkpoint");
        Checkpoint checkpoint = new Checkpoint(-2, "/var/log/eve.json 77", Long.MAX_VALUE);
        new Checkpoint(1, "old", 0).write(file);
        checkpoint.write(file);
        assertThat(Checkpoint.read(file)).isEqualTo(checkpoint);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void shouldBeNoneWhereThereIsNone() throws IOException {
        assertThat(Checkpoint.read(directory.resolve("none"))).isNull();
        assertThat(Checkpoint.read(directory)).isNull();
    }

    @Test
    void shouldBeNoneWhenAnyByteIsWrong() throws IOException {
        Path file = directory.resolve("eve.checkpoint");
        new Checkpoint(0x1234, "receiver", 99).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] wrong = whole.clone();
            wrong[i] ^= 1;
            Files.write(file, wrong);
            assertThat(Checkpoint.read(file)).as("byte " + i).isNull();
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(Checkpoint.read(file)).isNull();
        Files.write(file, new byte[0]);
        assertThat(Checkpoint.read(file)).isNull();
    }
}
