package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.EventScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakedAccountTest {
    private static final String SERVER = "10.0.0.1";
    private static final String INSIDE = "10.0.0.9";
    private static final String OUTSIDE = "203.0.113.5";

    @TempDir
    Path folder;

    private LeakedAccounts accounts(String... lines) throws IOException {
        Path file = folder.resolve("leaked.txt");
        Files.write(file, List.of(lines));
        return LeakedAccounts.NONE.and(file);
    }

    private EventScript script(String... lines) throws IOException {
        return new EventScript(new DetectSettings(GuessLimits.DEFAULT, accounts(lines)));
    }

    private static List<Alert> told(EventScript script) {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("identity.leaked_account"))
                .toList();
    }

    private static String hashed(String salt, String name) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(HexFormat.of().parseHex(salt));
        return "sha256:" + salt + ":" + HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldTellThatALeakedAccountWasLetInFromOutside() throws IOException {
        EventScript script = script("# found on the darknet", "", "Anna");

        script.from(OUTSIDE).logon(SERVER, "imap", "anna", "success", "");

        Alert alert = told(script).getFirst();
        assertThat(alert.level()).isEqualTo(Level.HIGH);
        assertThat(alert.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(alert.actor().user()).isEqualTo("anna");
        assertThat(alert.evidence()).containsEntry("user", "anna").containsEntry("from", "outside");
    }

    @Test
    void shouldTellARefusalLowAndALogonInsideMedium() throws IOException {
        EventScript script = script("anna");

        script.from(INSIDE).logon(SERVER, "smb", "anna", "failure", "LOGON_FAILURE");
        script.logon(SERVER, "smb", "anna", "success", "");

        assertThat(told(script)).extracting(Alert::level).containsExactly(Level.LOW, Level.MEDIUM);
    }

    @Test
    void shouldTellEachSourceOnceADay() throws IOException {
        EventScript script = script("anna");

        for (int i = 0; i < 48; i++) {
            script.from(INSIDE).logon(SERVER, "smb", "anna", "success", "");
            script.after(3_600);
        }

        assertThat(told(script)).hasSize(2);
    }

    @Test
    void shouldLeaveOtherUsersAlone() throws IOException {
        EventScript script = script("anna", "piet@other.example");

        script.from(OUTSIDE)
                .logon(SERVER, "imap", "annabel", "success", "")
                .logon(SERVER, "imap", "piet", "success", "");

        assertThat(told(script)).isEmpty();
    }

    @Test
    void shouldKnowANameWithItsDomainHoweverItIsWritten() throws IOException {
        LeakedAccounts accounts = accounts("anna@ward.example", "WARD\\piet", "els");

        assertThat(accounts.has("ANNA", "WARD.EXAMPLE")).isTrue();
        assertThat(accounts.has("anna@ward.example", null)).isTrue();
        assertThat(accounts.has("anna", "other.example")).isFalse();
        assertThat(accounts.has("Piet", "ward")).isTrue();
        assertThat(accounts.has("ward\\piet", null)).isTrue();
        assertThat(accounts.has("els", "anywhere")).isTrue();
        assertThat(accounts.has("els@anywhere", null)).isTrue();
        assertThat(accounts.has("anywhere\\els", "")).isTrue();
    }

    @Test
    void shouldKnowANameByItsSaltedHash() throws IOException, NoSuchAlgorithmException {
        LeakedAccounts accounts = accounts(hashed("00ff", "anna@ward.example"), hashed("c0ffee", "piet"));

        assertThat(accounts.has("Anna", "ward.example")).isTrue();
        assertThat(accounts.has("piet", "ward.example")).isTrue();
        assertThat(accounts.has("anna", "")).isFalse();
    }

    @Test
    void shouldSayWhichLineIsWrong() {
        assertThatThrownBy(() -> accounts("anna", "sha256:00ff:abc"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaked.txt:2: expected sha256:SALT:DIGEST");
        assertThatThrownBy(() -> accounts("x".repeat(600))).hasMessageContaining("leaked.txt:1: longer than");
    }

    @Test
    void shouldRefuseTooManySalts() {
        String[] lines = new String[LeakedAccounts.MOST_SALTS + 1];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "sha256:%04x:%064x".formatted(i, i);
        }

        assertThatThrownBy(() -> accounts(lines)).hasMessageContaining("more than 16 salts");
    }

    @Test
    void shouldSayThatAFileIsNoText() throws IOException {
        Path file = folder.resolve("leaked.bin");
        Files.write(file, new byte[] {'a', '\n', (byte) 0xFF, (byte) 0xFE});

        assertThatThrownBy(() -> LeakedAccounts.NONE.and(file)).hasMessageContaining("no UTF-8");
    }
}
