package io.auscult.rules.lateral;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSpreadDetectorTest {
    private static final String WORM = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);

    private final EventScript script = new EventScript();

    private List<Alert> told() {
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("lateral.file_spread"))
                .toList();
    }

    @Test
    void shouldSeeAFileThatPassesItselfOn() {
        script.from("10.0.0.1").writes("10.0.0.2", "update.exe", WORM).after(10);
        for (int i = 0; i < 12; i++) {
            script.from("10.0.0.2").writes("10.0.1." + i, "update.exe", WORM);
        }

        assertThat(told()).hasSize(3);
        assertThat(told().get(0).kind()).isEqualTo("file copy");
        assertThat(told().get(0).actor()).hasToString("10.0.0.1");
        assertThat(told().get(0).target().ip()).hasToString("10.0.0.2");
        assertThat(told().get(1).kind()).isEqualTo("worm");
        assertThat(told().get(1).actor()).hasToString("10.0.0.2");
        assertThat(told().get(1).targetCount()).isEqualTo(3);
        assertThat(told().get(1).level()).isEqualTo(Level.HIGH);
        assertThat(told().get(2).targetCount()).isEqualTo(10);
    }

    @Test
    void shouldLeaveAServerAloneThatHandsOutItsOwn() {
        for (int i = 0; i < 50; i++) {
            script.from("10.0.0.1").writes("10.0.1." + i, "update.exe", WORM);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldLeaveAloneWhoPassesOnToTwo() {
        script.from("10.0.0.1").writes("10.0.0.2", "rota.doc", WORM);
        script.from("10.0.0.2").writes("10.0.0.3", "rota.doc", WORM);
        script.from("10.0.0.2").writes("10.0.0.4", "rota.doc", WORM);
        script.from("10.0.0.2").writes("10.0.0.4", "rota2.doc", WORM);
        script.from("10.0.0.2").writes("10.0.0.5", "rota.doc", OTHER);
        script.from("10.0.0.2").writes("10.0.0.1", "rota.doc", WORM); // back to where it came from

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldForgetWhatCameLongAgo() {
        script.from("10.0.0.1").writes("10.0.0.2", "a.exe", WORM).after(3_700);
        for (int i = 0; i < 10; i++) {
            script.from("10.0.0.2").writes("10.0.1." + i, "a.exe", WORM);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void shouldBeLessAlarmedByADocument() {
        script.from("10.0.0.1").writes("10.0.0.2", "rota.doc", WORM);
        for (int i = 0; i < 3; i++) {
            script.from("10.0.0.2").writes("10.0.1." + i, "rota.doc", WORM);
        }

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.MEDIUM);
    }
}
