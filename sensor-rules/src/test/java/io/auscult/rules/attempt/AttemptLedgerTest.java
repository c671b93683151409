package io.auscult.rules.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.rules.EventScript;
import io.auscult.rules.exception.Exemption;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptLedgerTest {
    private static final String ME = "10.0.0.9";
    private static final String SERVER = "10.0.0.1";
    private static final String SVCCTL = "367abb81-9844-35f1-ad32-98f038001003";

    private final EventScript script = new EventScript().from(ME);

    private List<String> lines() {
        script.end();
        assertThat(script.firstCrash()).isNull();
        assertThat(script.alerts.stream().filter(alert -> alert.level().atLeast(Level.MEDIUM)))
                .as("alarms")
                .isEmpty();
        return script.attempts;
    }

    @Test
    void shouldNoteASingleBlindProbeOfAnAdministrationService() {
        script.connect(SERVER, 22).silent();
        script.connect(SERVER, 3389).refused();

        assertThat(lines())
                .containsExactly(
                        "10.0.0.9 10.0.0.1 connection ssh T1021.004 attempted 1",
                        "10.0.0.9 10.0.0.1 connection rdp T1021.001 failed 1");
        assertThat(script.attemptCounts.of("T1021.004")).isEqualTo(1);
        assertThat(script.counters.get(Counter.ATTEMPTS_NOTED)).isEqualTo(2);
    }

    @Test
    void shouldNotNoteAClientWhoseServerIsOff() {
        script.connect(SERVER, 445).answered();
        script.after(60).connect(SERVER, 445).silent();
        script.after(60).connect(SERVER, 445).silent();

        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldNotNoteAServerThatManyFailToReach() {
        for (int i = 0; i < 5; i++) {
            script.from("10.0.0." + (20 + i)).connect(SERVER, 445).refused();
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldNotNoteAPollerThatMeetsHostsThatAreOff() {
        for (int i = 1; i <= 40; i++) {
            script.connect("10.0.1." + i, 22).contact(i % 10 == 0 ? 0 : 1);
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldNotNoteAPrinterThatIsOffNorOneDeadWebServer() {
        script.connect("10.0.0.50", 9100).silent();
        script.connect("10.0.0.51", 631).silent();
        script.connect("10.0.0.52", 8443).silent();
        script.connect("10.0.0.53", 8443).silent();
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldNoteOtherServicesFromTheThirdOn() {
        script.connect("10.0.0.52", 8443).silent();
        script.connect("10.0.0.53", 8443).silent();
        script.connect("10.0.0.54", 8080).refused();
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "10.0.0.9 10.0.0.52 connection tcp T1046 attempted 1",
                        "10.0.0.9 10.0.0.53 connection tcp T1046 attempted 1",
                        "10.0.0.9 10.0.0.54 connection tcp T1046 failed 1");
    }

    @Test
    void shouldLeaveOutWhatGoesOutside() {
        script.connect("8.8.8.8", 22).silent();
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldForgiveAPersonWhoMistypes() {
        script.logon(SERVER, "smb", "anna", "failure", "LOGON_FAILURE");
        script.logon(SERVER, "smb", "anna", "failure", "LOGON_FAILURE");
        script.after(20).logon(SERVER, "smb", "anna", "success", "");
        script.logon(SERVER, "smb", "piet", "failure", "LOGON_FAILURE");
        script.logon(SERVER, "smb", "anna", "success", "");
        assertThat(lines()).containsExactly("10.0.0.9 10.0.0.1 logon smb T1110.001 failed 1");
    }

    @Test
    void shouldNoteDeniedSharesAndNotDrivesThatAreGone() {
        script.says(SmbEvents.MAPPING, SERVER, 445, "path", "\\\\SRV\\C$", "status", "ACCESS_DENIED");
        script.says(SmbEvents.MAPPING, SERVER, 445, "path", "\\\\SRV\\Admin$");
        script.says(SmbEvents.MAPPING, SERVER, 445, "path", "\\\\SRV\\wages", "status", "ACCESS_DENIED");
        script.says(SmbEvents.MAPPING, SERVER, 445, "path", "\\\\SRV\\old", "status", "BAD_NETWORK_NAME");
        script.says(SmbEvents.MAPPING, SERVER, 445, "path", "\\\\SRV\\IPC$", "status", "SUCCESS");
        assertThat(lines())
                .contains(
                        "10.0.0.9 10.0.0.1 admin share smb T1021.002 attempted 2",
                        "10.0.0.9 10.0.0.1 share smb T1135 failed 1")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldNoteRefusedAndUnansweredCalls() {
        script.says(
                DcerpcParser.DCE_RPC,
                SERVER,
                445,
                "uuid",
                SVCCTL,
                "opnum",
                15,
                "outcome",
                "failure",
                "result",
                "ERROR_ACCESS_DENIED");
        script.says(DcerpcParser.DCE_RPC, SERVER, 445, "uuid", SVCCTL, "opnum", 15, "outcome", "unanswered");
        script.says(DcerpcParser.DCE_RPC, SERVER, 445, "uuid", SVCCTL, "opnum", 15, "outcome", "success");
        assertThat(lines()).contains("10.0.0.9 10.0.0.1 remote call svcctl T1569.002 attempted 2");
    }

    @Test
    void shouldLeaveToAnAlarmWhatItTells() {
        for (int port = 1; port <= 40; port++) {
            script.syn(SERVER, port).refused();
        }
        script.syn("10.0.0.77", 22).silent();
        script.end();
        assertThat(script.alerts).isNotEmpty();
        assertThat(script.attempts).containsExactly("10.0.0.9 10.0.0.77 connection ssh T1021.004 attempted 1");
        assertThat(script.counters.get(Counter.ATTEMPTS_COVERED)).isGreaterThan(20);
    }

    @Test
    void shouldLeaveOutWhatARoleExplains() {
        Roles roles = new Roles(List.of(new RoleGrant(
                Role.SCANNER, List.of(Network.parse(ME)), "weekly scan", "ICT", LocalDate.parse("2030-01-01"), true)));
        EventScript declared = new EventScript(roles).from(ME);
        declared.connect(SERVER, 22).silent().end();
        assertThat(declared.attempts).isEmpty();
        assertThat(declared.counters.get(Counter.ATTEMPTS_EXPLAINED)).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatAnExceptionExplains() {
        Exemption exemption = new Exemption(
                List.of("scan.port_scan"),
                List.of(Network.parse(ME)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Level.CRITICAL,
                "licences",
                "ICT",
                LocalDate.parse("2030-01-01"),
                false);
        EventScript excepted = new EventScript(Roles.NONE, List.of(exemption)).from(ME);
        for (int port = 1; port <= 40; port++) {
            excepted.syn(SERVER, port).refused();
        }
        excepted.end();
        assertThat(excepted.alerts).isEmpty();
        assertThat(excepted.attempts).isEmpty();
        assertThat(excepted.counters.get(Counter.ATTEMPTS_EXPLAINED)).isGreaterThan(20);
    }

    @Test
    void shouldWriteALineAnHourAndAddThemUp() {
        for (int i = 0; i < 30; i++) {
            script.after(300).logon(SERVER, "smb", "user" + i % 2, "failure", "LOGON_FAILURE");
        }
        script.end();
        assertThat(script.attempts).hasSizeBetween(2, 4);
        long sum = script.attempts.stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(sum + script.counters.get(Counter.ATTEMPTS_COVERED)).isEqualTo(30);
    }
}
