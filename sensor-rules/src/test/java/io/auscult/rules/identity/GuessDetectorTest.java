package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessDetectorTest {
    private static final String SERVER = "10.0.0.1";

    private final EventScript script = new EventScript().from("10.0.0.9");

    private List<Alert> told(String rule) {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("identity." + rule))
                .toList();
    }

    private void wrong(String user) {
        script.logon(SERVER, "smb", user, "failure", "LOGON_FAILURE");
    }

    private void right(String user) {
        script.logon(SERVER, "smb", user, "success", "");
    }

    @Test
    void shouldTellGuessesAtTenAndAtHundred() {
        for (int i = 0; i < 120; i++) {
            wrong("anna");
        }

        assertThat(told("password_guessing")).extracting(Alert::count).contains(10L, 100L);
        assertThat(told("password_guessing").getFirst().level()).isEqualTo(Level.MEDIUM);
        assertThat(told("password_guessing").getLast().level()).isEqualTo(Level.HIGH);
        assertThat(told("password_guessing").getLast().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void shouldTellThatAGuessWasRight() {
        for (int i = 0; i < 12; i++) {
            wrong("anna");
        }
        right("anna");

        Alert last = told("password_guessing").getLast();
        assertThat(last.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.evidence()).containsEntry("guessed", "anna");
        assertThat(last.answered()).isEqualTo(1);
    }

    @Test
    void shouldForgiveWhoMistypes() {
        for (int i = 0; i < 20; i++) {
            wrong("anna");
            wrong("anna");
            wrong("anna");
            right("anna");
            script.after(30);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldForgiveAHouseFullOfUsers() {
        for (int i = 0; i < 200; i++) {
            if (i % 4 == 0) {
                wrong("user" + i);
            }
            right("user" + i);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldAdviseOnAnOldPassword() {
        for (int i = 0; i < 2_000; i++) {
            wrong("backup");
            script.after(60);
        }

        assertThat(told("password_guessing")).isEmpty();
        assertThat(told("stale_password")).hasSize(3).allMatch(alert -> alert.level() == Level.LOW);
    }

    @Test
    void shouldSeeFiveConnectionsAtOnce() {
        for (int i = 0; i < 5; i++) {
            script.says(IdentityUse.IDENTITY, SERVER, 22, "protocol", "ssh", "mechanism", "ssh", "outcome", "failure");
        }

        assertThat(told("password_guessing")).hasSize(1);
    }

    @Test
    void shouldLeaveAPersonAloneWhoTypesAtOneConnection() {
        script.says(IdentityUse.IDENTITY, SERVER, 22, "protocol", "ssh", "mechanism", "ssh", "outcome", "failure");
        for (int i = 0; i < 5; i++) {
            script.after(3).also(IdentityUse.IDENTITY, "protocol", "ssh", "mechanism", "ssh", "outcome", "failure");
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellGuessesThatNobodyIsSeenToAnswer() {
        for (int i = 0; i < 20; i++) {
            script.logon(SERVER, "rdp", "anna", "unknown", "").after(2);
        }

        assertThat(told("password_guessing")).hasSize(1);
        assertThat(told("password_guessing").getFirst().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldTellCommunitiesTriedOnOneFlow() {
        script.says(
                IdentityUse.IDENTITY, SERVER, 161, "protocol", "snmp", "mechanism", "community", "outcome", "unknown");
        for (int i = 0; i < 12; i++) {
            script.also(IdentityUse.IDENTITY, "protocol", "snmp", "mechanism", "community", "outcome", "unknown");
        }

        assertThat(told("password_guessing")).isNotEmpty();
    }

    @Test
    void shouldLeaveAPollerOfADeadDeviceAlone() {
        for (int i = 0; i < 500; i++) {
            script.says(
                            IdentityUse.IDENTITY,
                            SERVER,
                            161,
                            "protocol",
                            "snmp",
                            "mechanism",
                            "community",
                            "outcome",
                            "unknown")
                    .after(6);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldNotCountTicketsThatAreRefused() {
        for (int i = 0; i < 100; i++) {
            script.says(
                    IdentityUse.IDENTITY,
                    SERVER,
                    445,
                    "protocol",
                    "smb",
                    "mechanism",
                    "kerberos",
                    "outcome",
                    "failure",
                    "reason",
                    "KRB_AP_ERR_SKEW");
            script.says(
                    IdentityUse.IDENTITY,
                    SERVER,
                    88,
                    "protocol",
                    "krb_tcp",
                    "mechanism",
                    "kerberos",
                    "user",
                    "anna",
                    "service",
                    "HTTP/x",
                    "outcome",
                    "failure",
                    "reason",
                    "KDC_ERR_S_PRINCIPAL_UNKNOWN");
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellASprayedPasswordAndWhoHadIt() {
        for (int i = 0; i < 12; i++) {
            wrong("user" + i);
        }
        right("karin");

        assertThat(told("password_guessing")).isEmpty();
        assertThat(told("password_spraying").getFirst().level()).isEqualTo(Level.MEDIUM);
        Alert last = told("password_spraying").getLast();
        assertThat(last.level()).isEqualTo(Level.HIGH);
        assertThat(last.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(last.evidence()).containsEntry("found", "karin");
    }

    @Test
    void shouldTellASpreadOverHours() {
        for (int i = 0; i < 25; i++) {
            wrong("user" + i);
            script.after(1_500);
        }

        assertThat(told("password_spraying")).isNotEmpty();
    }

    @Test
    void shouldTellNamesThatAreLookedFor() {
        for (int i = 0; i < 12; i++) {
            script.logon(SERVER, "krb_tcp", "user" + i, "failure", "KDC_ERR_C_PRINCIPAL_UNKNOWN");
        }

        assertThat(script.ruleIds()).containsExactly("identity.user_enumeration");
    }

    @Test
    void shouldForgetSourcesWithoutEnd() {
        for (int i = 0; i < 40_000; i++) {
            script.from(0, 0xFFFF_0A00_0000L + i);
            wrong("user" + i);
        }

        assertThat(script.alerts).isEmpty();
        assertThat(script.firstCrash()).isNull();
    }
}
