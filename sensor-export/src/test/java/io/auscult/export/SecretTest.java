package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadAFileOfItsOwnerAnewEachTime() throws IOException {
        Path file = file("s3cret\n", "rw-------");
        Secret secret = Secret.of("token", "file:" + file);
        assertThat(secret.read()).isEqualTo("s3cret");
        Files.writeString(file, "another one \r\n");
        assertThat(secret.read()).isEqualTo("another one ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void shouldRefuseAFileThatOthersMayReadOrChange(String mode) throws IOException {
        Path file = file("s3cret", mode);
        assertThatThrownBy(() -> Secret.of("token", "file:" + file).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldRefuseWhatIsNoSecret() throws IOException {
        assertThatThrownBy(() -> Secret.ofFile(folder.resolve("none")).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
        Path empty = file("\n", "rw-------");
        assertThatThrownBy(() -> Secret.ofFile(empty).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty");
        Path huge = file("x".repeat(1 << 17), "rw-------");
        assertThatThrownBy(() -> Secret.ofFile(huge).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than");
        Files.write(huge, new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> Secret.ofFile(huge).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void shouldReadTheEnvironment() throws IOException {
        Secret secret = Secret.of("token", "env:WARD_TOKEN");
        assertThat(secret.read(name -> name.equals("WARD_TOKEN") ? "s3cret" : null))
                .isEqualTo("s3cret");
        assertThatThrownBy(() -> secret.read(name -> null))
                .isInstanceOf(IOException.class)
                .hasMessage("env:WARD_TOKEN: not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "",
                "file:",
                "file:s3cret",
                "env:",
                "env:s3 cret",
                "ENV:S",
                "vault:s3cret",
                "env:A=s3cret"
            })
    void shouldRefuseALiteralWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Secret.of("token", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token: not shown (expected: file:/path or env:NAME, never the secret itself)");
    }

    @Test
    void shouldShowOnlyWhereItStands() throws IOException {
        Path file = file("s3cret", "rw-------");
        Secret secret = Secret.ofFile(file);
        secret.read();
        assertThat(secret).hasToString("file:" + file);
        assertThat(Secret.of("token", "env:PATH")).hasToString("env:PATH");
    }

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("secret-" + mode), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
