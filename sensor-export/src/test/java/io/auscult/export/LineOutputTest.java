package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOutputTest {
    @TempDir
    Path directory;

    @Test
    void shouldReplaceAnOldFile() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "old and long\n");
        try (LineOutput output = LineOutput.create(file)) {
            write(output, "new\n");
            assertThat(output.length()).isEqualTo(4);
        }
        assertThat(file).hasContent("new");
    }

    @Test
    void shouldGoOnBehindTheLastWholeLine() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "one\ntwo\nhal");
        try (LineOutput output = LineOutput.append(file)) {
            assertThat(output.length()).isEqualTo(8);
            write(output, "three\n");
        }
        assertThat(Files.readString(file)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void shouldFindTheLastWholeLineFarBack() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "one\n" + "x".repeat(200_000));
        try (LineOutput output = LineOutput.append(file)) {
            assertThat(output.length()).isEqualTo(4);
        }
        assertThat(Files.readString(file)).isEqualTo("one\n");
    }

    @Test
    void shouldForgetAFileThatIsHalfALine() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "half");
        LineOutput.append(file).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldCutBackToALength() throws IOException {
        Path file = directory.resolve("x");
        try (LineOutput output = LineOutput.create(file)) {
            write(output, "one\n");
            write(output, "two\n");
            output.truncate(4);
            write(output, "three\n");
        }
        assertThat(Files.readString(file)).isEqualTo("one\nthree\n");
    }

    @Test
    void shouldGoOnAtTheStartOfAFileThatWasEmptied() throws IOException {
        Path file = directory.resolve("x");
        try (LineOutput output = LineOutput.append(file)) {
            write(output, "one\n");
            Files.write(file, new byte[0]);
            write(output, "two\n");
            assertThat(output.length()).isEqualTo(4);
        }
        assertThat(Files.readString(file)).isEqualTo("two\n");
    }

    @Test
    void shouldNameTheFileAndTheReason() {
        assertThatThrownBy(() -> LineOutput.create(directory.resolve("missing/x")))
                .isInstanceOf(OutputException.class)
                .hasMessageEndingWith("missing/x: No such file or directory");
        assertThatThrownBy(() -> LineOutput.create(directory))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void shouldSayThatADeviceIsFull() throws IOException {
        try (LineOutput output = LineOutput.create(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> write(output, "line\n"))
                    .isInstanceOf(OutputException.class)
                    .hasMessage("/dev/full: No space left on device");
        }
    }

    private static void write(LineOutput output, String lines) throws OutputException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, bytes.length);
    }
}
