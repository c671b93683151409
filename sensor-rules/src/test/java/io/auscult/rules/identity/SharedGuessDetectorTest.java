package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedGuessDetectorTest {
    private static final String SERVER = "10.0.0.1";

    private final EventScript script = new EventScript();

    private List<Alert> told() {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("identity.shared_guessing"))
                .toList();
    }

    private void wrongFrom(String network, int from, int to) {
        for (int i = from; i < to; i++) {
            script.from(network + i).logon(SERVER, "imap", "anna", "failure", "AUTHENTICATIONFAILED");
            script.after(20);
        }
    }

    @Test
    void shouldTellOneUserTriedFromManyPlacesOutside() {
        wrongFrom("198.51.100.", 1, 31);

        assertThat(told()).hasSize(1);
        Alert alert = told().getFirst();
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alert.evidence()).containsEntry("user", "anna").containsKey("sources");
        assertThat(alert.target().ip()).hasToString(SERVER);
    }

    @Test
    void shouldSayWhenOneOfThemGetsIn() {
        wrongFrom("198.51.100.", 1, 31);
        script.from("198.51.100.7").logon(SERVER, "imap", "anna", "success", "");

        assertThat(told().getLast().level()).isEqualTo(Level.HIGH);
        assertThat(told().getLast().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void shouldNotTakeTheUserForTheGuesser() {
        wrongFrom("198.51.100.", 1, 31);
        script.from("203.0.113.5").logon(SERVER, "imap", "anna", "success", "");

        assertThat(told()).hasSize(1);
        assertThat(told().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void shouldTellServersWithAnOldPasswordLow() {
        wrongFrom("10.0.1.", 1, 31);

        assertThat(told()).extracting(Alert::level).containsExactly(Level.LOW);
    }

    @Test
    void shouldForgiveAUserWithManyDevices() {
        for (int round = 0; round < 50; round++) {
            wrongFrom("198.51.100.", 1, 5);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldForgiveMistakesOverADay() {
        for (int i = 1; i < 200; i++) {
            script.from("198.51.100." + i).logon(SERVER, "imap", "anna", "failure", "AUTHENTICATIONFAILED");
            script.after(300);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldForgiveOneNameThatManyPeopleMistype() {
        for (int i = 1; i < 40; i++) {
            script.from("198.51.100." + i);
            script.logon(SERVER, "imap", "frontdesk", "failure", "AUTHENTICATIONFAILED");
            script.logon(SERVER, "imap", "frontdesk", "success", "");
        }

        assertThat(told()).isEmpty();
    }
}
