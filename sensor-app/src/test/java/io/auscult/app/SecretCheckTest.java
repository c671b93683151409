package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code auscult config check} says of secrets that it cannot read. */
class SecretCheckTest {
    private static final String MAIL = """
            mail:
              - name: duty
                host: mail.hospital.example
                user: auscult
                from: a@hospital.example
                to: [b@hospital.example]
                password: file:%s
                client_certificate: /nowhere/own.pem
                client_key: env:NOT_SET_ANYWHERE
            """;
    private static final String POLICY = """
            share:
              keys: [file:%s]
            policies:
              - to: [duty]
            """;

    @TempDir
    Path folder;

    private Run check(String yaml) throws IOException {
        return Run.of(
                "config",
                "check",
                Files.writeString(folder.resolve("auscult.yml"), yaml).toString());
    }

    private Path secret(String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String warning(String text) {
        return "auscult: warning: " + folder + "/auscult.yml:" + text + "; until it can, nothing goes to duty";
    }

    @Test
    void shouldWarnOfWhatAReceiverNeedsOnceItDelivers() throws Exception {
        Path file = folder.resolve("secret");
        Run absent = check(MAIL.formatted(file));
        assertThat(absent.exit()).isEqualTo(ExitCode.FINISHED);
        assertThat(absent.out()).contains("auscult.yml: good");
        assertThat(absent.err().lines())
                .containsExactly(
                        warning("7: mail[0].password: cannot be used: file:" + file + ": no such file"),
                        warning("8: mail[0].client_certificate: cannot be read: /nowhere/own.pem"),
                        warning("9: mail[0].client_key: cannot be used: env:NOT_SET_ANYWHERE: not set"));
        secret("word", "rw-r--r--");
        assertThat(check(MAIL.formatted(file)).err()).contains("auscult.yml:7", "others than its owner may read");
        secret("word", "rw-------");
        assertThat(check(MAIL.formatted(file)).err()).doesNotContain("auscult.yml:7");
    }

    @Test
    void shouldRefuseWithoutTheKeysThatTheSensorStartsWith() throws Exception {
        Path file = folder.resolve("secret");
        String yaml = MAIL.formatted(file) + POLICY.formatted(file);
        Run absent = check(yaml);
        assertThat(absent.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(absent.err().lines())
                .containsExactly("auscult: " + folder + "/auscult.yml:11: share.keys: file:" + file + ": no such file");
        secret("short", "rw-------");
        assertThat(check(yaml).err()).contains("auscult.yml:11: share.keys", "expected: 64 hexadecimal digits");
        secret("5e".repeat(32), "rw-------");
        assertThat(check(yaml).exit()).isEqualTo(ExitCode.FINISHED);
    }
}
