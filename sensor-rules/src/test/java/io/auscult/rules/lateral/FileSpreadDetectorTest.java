package io.auscult.rules.lateral;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.LOW);
    }

    /** An administrator has put a package on a server, which writes it to so many clients. */
    private void push(int clients, String share) {
        script.from("10.0.0.1").writes("10.0.0.2", "setup.msi", WORM);
        pushOn(clients, share);
    }

    private void pushOn(int clients, String share) {
        for (int i = 0; i < clients; i++) {
            script.from("10.0.0.2").writes("10.0.1." + i, "setup.msi", WORM);
            script.toShare("10.0.1." + i, share);
        }
    }

    @Test
    void shouldBeLessAlarmedBySoftwareThatIsHandedOut() {
        push(12, "\\\\10.0.1.1\\C$");

        assertThat(told()).hasSize(3).allMatch(alert -> alert.level() == Level.MEDIUM);
    }

    @ParameterizedTest
    @CsvSource({
        "367abb81-9844-35f1-ad32-98f038001003, 12",
        "86d35949-83c9-4044-b424-db363231fd0c, 1",
        "1ff70682-0a51-30e8-076d-740be8cee98b, 0",
        "9556dc99-828c-11cf-a37e-00aa003240c7, 24",
    })
    void shouldBeAlarmedWhenItIsRunWhereItCameFromAndWhereItWentTo(String uuid, int opnum) {
        script.from("10.0.0.1").writes("10.0.0.2", "setup.msi", WORM);
        script.toShare("10.0.0.2", "\\\\10.0.0.2\\ADMIN$").calls("10.0.0.2", uuid, opnum);
        pushOn(3, "\\\\10.0.1.1\\admin$");
        script.calls("10.0.1.1", uuid, opnum);

        assertThat(told())
                .extracting(alert -> alert.actor() + " " + alert.level())
                .containsExactly("10.0.0.1 MEDIUM", "10.0.0.2 MEDIUM", "10.0.0.1 HIGH", "10.0.0.2 HIGH");

        script.calls("10.0.1.2", uuid, opnum);
        assertThat(told()).as("told once").hasSize(4);
    }

    /** A server of software that nobody declared: it starts what it installs, and nobody started it there. */
    @Test
    void shouldBeLessAlarmedBySoftwareThatIsInstalled() {
        push(12, "\\\\10.0.1.1\\C$");
        for (int i = 0; i < 12; i++) {
            script.calls("10.0.1." + i, "367abb81-9844-35f1-ad32-98f038001003", 12);
        }

        assertThat(told()).hasSizeGreaterThanOrEqualTo(3).allMatch(alert -> alert.level() == Level.MEDIUM);
    }

    @Test
    void shouldNotCallItRunWithoutAnAdministrativeShare() {
        push(3, "\\\\10.0.1.1\\packages$");
        script.calls("10.0.1.1", "367abb81-9844-35f1-ad32-98f038001003", 12);
        push(3, "\\\\10.0.1.1\\IPC$");
        script.calls("10.0.1.1", "367abb81-9844-35f1-ad32-98f038001003", 12);

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.MEDIUM);
    }

    @Test
    void shouldNotCallItRunByOtherCallsOrLater() {
        push(3, "C$");
        script.calls("10.0.1.1", "367abb81-9844-35f1-ad32-98f038001003", 15); // opens the service manager
        script.calls("10.0.9.9", "367abb81-9844-35f1-ad32-98f038001003", 12); // elsewhere
        script.after(601).calls("10.0.1.1", "367abb81-9844-35f1-ad32-98f038001003", 12);

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.MEDIUM);
    }

    @Test
    void shouldBeAlarmedByAWorkstationThatHandsOutPrograms() {
        script.from("10.0.0.7").spoke("10.0.0.9", 80).after(3_601);
        push(3, "public");

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.HIGH);
    }

    @Test
    void shouldKnowAServerByItsClients() {
        for (int i = 0; i < 3; i++) {
            script.from("10.0.3." + i).spoke("10.0.0.2", 8530);
        }
        script.after(3_601);
        push(3, "public");

        assertThat(told()).hasSize(2).allMatch(alert -> alert.level() == Level.MEDIUM);
    }
}
