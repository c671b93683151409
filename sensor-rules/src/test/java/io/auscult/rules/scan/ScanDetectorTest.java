package io.auscult.rules.scan;

import static io.auscult.core.alert.Level.HIGH;
import static io.auscult.core.alert.Level.LOW;
import static io.auscult.core.alert.Level.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counter;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.EventScript;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScanDetectorTest {
    private static final String INTRUDER = "10.20.1.66";
    private static final String SERVER = "10.20.2.10";

    private final EventScript script = new EventScript();

    @AfterEach
    void shouldNeverCrash() {
        assertThat(script.firstCrash()).isNull();
        assertThat(script.counters.get(Counter.DETECTOR_CRASHES)).isZero();
    }

    @Test
    void shouldSeeFivePortsOfOneHost() {
        script.from(INTRUDER);
        for (int port : new int[] {22, 80, 443, 3389, 8080}) {
            assertThat(script.alerts).isEmpty();
            script.syn(SERVER, port).refused();
        }

        Alert alert = script.last();
        assertThat(alert.rule().id()).isEqualTo("scan.port_scan");
        assertThat(alert.kind()).isEqualTo("SYN scan");
        assertThat(alert.actor().ip()).hasToString(INTRUDER);
        assertThat(alert.actor().mac()).isEqualTo("02:00:00:00:00:09");
        assertThat(alert.target().ip()).hasToString(SERVER);
        assertThat(alert.ports()).containsExactlyInAnyOrder(22, 80, 443, 3389, 8080);
        assertThat(alert.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alert.level()).isEqualTo(MEDIUM);
        assertThat(alert.recommendation().get("nl")).contains(INTRUDER).doesNotContain("{");
    }

    @Test
    void shouldSeeFiveHostsOnOnePort() {
        script.from(INTRUDER);
        for (int host = 1; host <= 5; host++) {
            script.connect("10.20.3." + host, 445).silent();
        }

        assertThat(script.alerts).hasSize(1);
        assertThat(script.last().rule().id()).isEqualTo("scan.address_sweep");
        assertThat(script.last().kind()).isEqualTo("connect sweep");
        assertThat(script.last().targetCount()).isEqualTo(5);
        assertThat(script.last().ports()).containsExactly(445);
        assertThat(script.last().outcome()).isEqualTo(Outcome.ATTEMPTED);
    }

    @Test
    void shouldTellOneScanAtPowersOfTenAndNotAtEveryProbe() {
        script.from(INTRUDER);
        for (int port = 1; port <= 1_000; port++) {
            script.syn(SERVER, port).contact(port % 100 == 22 ? FlowEvents.ANSWERED : FlowEvents.REFUSED);
        }
        script.end();

        List<Alert> alerts = script.alerts;
        assertThat(alerts)
                .hasSizeBetween(4, 7)
                .allMatch(alert -> alert.rule().id().equals("scan.port_scan"));
        assertThat(alerts.stream().map(Alert::incidentId).distinct()).hasSize(1);
        assertThat(alerts.stream().map(Alert::id).distinct()).hasSameSizeAs(alerts);
        assertThat(alerts.stream().map(Alert::update)).isSorted().startsWith(1);
        assertThat(script.last().portCount()).isEqualTo(1_000);
        assertThat(script.last().answered()).isEqualTo(10);
        assertThat(script.last().openPorts())
                .contains(SERVER + ":22", SERVER + ":122")
                .hasSize(10);
        assertThat(script.last().level()).isEqualTo(HIGH);
        assertThat(script.last().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(script.incidents.list()).hasSize(1);
    }

    @Test
    void shouldNameKindsByFlags() {
        assertThat(kindOf(0)).isEqualTo("NULL scan");
        assertThat(kindOf(1)).isEqualTo("FIN scan");
        assertThat(kindOf(1 | 8 | 32)).isEqualTo("XMAS scan");
        assertThat(kindOf(16)).isEqualTo("ACK or window scan");
        assertThat(kindOf(1 | 16)).isEqualTo("Maimon scan");
        assertThat(kindOf(1 | 2)).isEqualTo("SYN/FIN scan");
    }

    private static String kindOf(int flags) {
        EventScript script = new EventScript().from(INTRUDER).fromPort(58_000);
        for (int port = 1; port <= 40; port++) {
            script.probe(6, port, SERVER).tcp(flags, 1024, 0).silent();
        }
        return script.last().kind();
    }

    @Test
    void shouldNameUdpSctpAndProtocolScans() {
        script.from(INTRUDER);
        for (int port = 100; port < 130; port++) {
            script.udp(SERVER, port).refused();
        }
        assertThat(script.last().kind()).isEqualTo("UDP scan");

        script.from("10.20.1.67").after(200);
        for (int port = 100; port < 130; port++) {
            script.probe(132, port, SERVER).tcp(1, 0, 0).silent();
        }
        assertThat(script.last().kind()).isEqualTo("SCTP INIT scan");

        script.from("10.20.1.68").after(200);
        for (int proto = 100; proto < 130; proto++) {
            script.probe(proto, 0, SERVER).silent();
        }
        assertThat(script.last().kind()).isEqualTo("IP protocol scan");
    }

    @Test
    void shouldSeePingSweep() {
        script.from(INTRUDER);
        for (int host = 1; host <= 254; host++) {
            script.ping("10.20.2." + host).contact(host % 10 == 0 ? FlowEvents.ANSWERED : FlowEvents.SILENT);
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.address_sweep");
        assertThat(script.last().kind()).isEqualTo("ping sweep");
        assertThat(script.last().targetCount()).isEqualTo(254);
        assertThat(script.last().portCount()).isZero();
        assertThat(script.last().answered()).isEqualTo(25);
    }

    @Test
    void shouldCallAProtocolScanByItsNameFromTheFirstAlertOn() {
        script.from(INTRUDER);
        script.udp(SERVER, 40_125).refused();
        script.probe(6, 80, SERVER).tcp(16, 1024, 0).refused();
        for (int proto = 190; proto < 240; proto++) {
            script.probe(proto, 0, SERVER).silent();
        }
        script.end();

        assertThat(script.alerts)
                .hasSizeGreaterThan(1)
                .allMatch(alert -> alert.kind().equals("IP protocol scan"));
    }

    @Test
    void shouldSeePingSweepOfARangeThatIsHalfAlive() {
        script.from(INTRUDER);
        int asked = 0;
        while (script.alerts.isEmpty() && asked < 254) {
            asked++;
            script.ping("10.20.2." + asked).contact(asked % 2 == 0 ? FlowEvents.ANSWERED : FlowEvents.SILENT);
        }

        assertThat(asked).isLessThanOrEqualTo(20);
        assertThat(script.last().kind()).isEqualTo("ping sweep");
        assertThat(script.last().level()).isEqualTo(MEDIUM);
    }

    @Test
    void shouldCountEveryTargetOnceThoughMoreAnsweredThanASampleHolds() {
        script.from(INTRUDER);
        for (int host = 1; host <= 48; host++) {
            script.syn("10.20.30." + host, 104).contact(host <= 20 ? FlowEvents.ANSWERED : FlowEvents.REFUSED);
        }
        for (int host = 1; host <= 48; host++) {
            script.syn("10.20.30." + host, 2762).refused();
            script.syn("10.20.30." + host, 11112).silent();
        }
        script.end();

        assertThat(script.last().targetCount()).isEqualTo(48);
        assertThat(script.last().answered()).isEqualTo(20);
        assertThat(script.last().portCount()).isEqualTo(3);
    }

    @Test
    void shouldSayWhenItsCountsAreEstimates() {
        script.from(INTRUDER);
        for (int i = 0; i < 5_000; i++) {
            script.syn("10.21." + (i >> 8) + "." + (i & 255), 445).silent();
            if (i == 1_099) {
                assertThat(script.last().evidence()).doesNotContainKey("estimated");
            }
        }
        script.end();

        assertThat(script.last().targetCount()).isBetween(4_800L, 5_200L);
        assertThat(script.last().count()).isEqualTo(5_000);
        assertThat(script.last().evidence()).containsEntry("estimated", "targets");
        assertThat(script.last().recommendation().get("en"))
                .contains("about " + script.last().targetCount());
        assertThat(script.last().recommendation().get("nl"))
                .contains("ongeveer " + script.last().targetCount());
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhereAnswersAreOutOfSight() {
        for (int client = 30; client < 40; client++) {
            script.from("10.20.1." + client).connect(SERVER, 443).contact(FlowEvents.ONE_SIDED);
        }
        script.from(INTRUDER);
        for (int port = 1; port < 30; port++) {
            script.syn(SERVER, port).silent();
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.port_scan");
        assertThat(script.last().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldTakeTheResetOfAnUnseenAnswerForASignOfBlindness() {
        script.from(INTRUDER);
        for (int port = 1; port < 30; port++) {
            script.syn(SERVER, port).silent();
            if (port % 9 == 0) {
                script.ends("SR", 0, 0);
            }
        }
        script.end();

        assertThat(script.last().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldSayThatNobodyAnsweredWhereOthersAreSeenToBeAnswered() {
        for (int client = 30; client < 40; client++) {
            script.from("10.20.1." + client).connect("10.20.2.80", 443).answered();
        }
        script.from("10.20.1.41").connect("10.20.2.80", 443).contact(FlowEvents.ONE_SIDED);
        script.from(INTRUDER);
        for (int port = 1; port < 30; port++) {
            script.syn(SERVER, port).silent();
        }
        script.end();

        assertThat(script.last().outcome()).isEqualTo(Outcome.ATTEMPTED);
    }

    @Test
    void shouldCallPortsOfManyHostsABlockScan() {
        script.from(INTRUDER);
        for (int host = 1; host <= 20; host++) {
            for (int port = 20; port < 60; port++) {
                script.syn("10.20.2." + host, port).refused();
            }
        }
        script.end();

        assertThat(script.last().rule().id()).isEqualTo("scan.block_scan");
        assertThat(script.last().kind()).isEqualTo("block scan");
        assertThat(script.last().targetCount()).isEqualTo(20);
        assertThat(script.last().portCount()).isEqualTo(40);
        assertThat(script.last().count()).isEqualTo(800);
        assertThat(script.alerts).hasSizeLessThan(10);
    }

    @Test
    void shouldFindOneProbeAnHourOverADay() {
        script.from(INTRUDER);
        for (int hour = 0; hour < 24; hour++) {
            script.after(3_600).connect("10.20.2." + (hour + 1), 3389).silent();
        }
        script.end();

        assertThat(script.last().rule().id()).isEqualTo("scan.slow_scan");
        assertThat(script.last().kind()).isEqualTo("connect sweep");
        assertThat(script.last().targetCount()).isEqualTo(24);
    }

    @Test
    void shouldFindSlowPortScanOfOneHost() {
        script.from(INTRUDER);
        for (int port = 20; port < 34; port++) {
            script.after(1_800).syn(SERVER, port).refused();
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.slow_scan");
        assertThat(script.last().portCount()).isEqualTo(14);
    }

    @Test
    void shouldFindSlowSweepFromOutsideWhenTimeStampsAreOutOfOrder() {
        script.from("176.192.150.3");
        for (int host = 1; host <= 9; host++) {
            script.after(host % 2 == 0 ? 1_500 : -700)
                    .connect("10.10.9." + host, 445)
                    .silent();
        }

        assertThat(script.last().rule().techniques()).extracting("id").contains("T1046", "T1018");
        assertThat(script.last().level()).isEqualTo(LOW);
    }

    @Test
    void shouldSeeHalfOpenSweepOfHostsThatAllAnswer() {
        script.from(INTRUDER);
        for (int host = 1; host <= 12; host++) {
            script.syn("10.20.2." + host, 22).answered().ends("ShR", 0, 0);
        }

        assertThat(script.ruleIds()).containsExactly("scan.address_sweep");
        assertThat(script.last().answered()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void shouldSeePortScanWhoseUsualPortsAnswerFirst() {
        script.from(INTRUDER);
        script.syn(SERVER, 443)
                .answered()
                .syn(SERVER, 80)
                .answered()
                .syn(SERVER, 22)
                .answered();
        for (int port = 100; port < 110; port++) {
            script.syn(SERVER, port).refused();
        }
        script.end();

        assertThat(script.last().openPorts())
                .containsExactlyInAnyOrder(SERVER + ":443", SERVER + ":80", SERVER + ":22");
        assertThat(script.last().portCount()).isEqualTo(13);
    }

    @Test
    void shouldSeeScanOfAddressesWithoutAnyAnswerInSight() {
        script.from("192.168.2.154");
        for (int port : new int[] {21, 113, 23, 135, 111, 143, 445, 554, 22, 995}) {
            script.connect("192.168.2.22", port).silent();
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.port_scan");
        assertThat(script.last().portCount()).isEqualTo(10);
    }

    @Test
    void shouldSeeWormThatTriesTheInternet() {
        script.from(INTRUDER);
        for (int host = 0; host < 60; host++) {
            script.connect("93." + host + ".7." + (host * 3), 445).silent();
        }
        script.end();

        assertThat(script.last().rule().id()).isEqualTo("scan.address_sweep");
        assertThat(script.last().level()).isEqualTo(HIGH);
        assertThat(script.last().evidence()).containsEntry("direction", "outbound");
    }

    @Test
    void shouldSeeScatteredFailuresByTheSequentialTest() {
        script.from(INTRUDER);
        for (int host = 1; host <= 14; host++) {
            script.connect("10.20.5." + host, 1000 + host).silent();
        }

        assertThat(script.ruleIds()).containsExactly("scan.sequential_test");
        assertThat(script.last().level()).isEqualTo(MEDIUM);
        assertThat(script.last().outcome()).isEqualTo(Outcome.ATTEMPTED);
        script.connect("10.20.5.99", 999).refused().end();
        assertThat(script.last().targetCount()).isEqualTo(15);
    }

    @Test
    void shouldNoticeDarkAddressesAfterADayOfLearning() {
        script.from("10.20.1.1").connect("10.20.2.5", 80).answered();
        script.after(90_000).from(INTRUDER);
        script.connect("10.20.2.5", 443).answered();
        script.connect("10.20.2.77", 445).silent();
        script.connect("10.20.2.78", 3389).silent();
        assertThat(script.alerts).isEmpty();
        script.connect("10.20.2.79", 22).silent();

        assertThat(script.ruleIds()).containsExactly("scan.dark_address");
        assertThat(script.last().level()).isEqualTo(MEDIUM);
    }

    @Test
    void shouldScanOverIpv6() {
        script.from("fd00::66");
        for (int host = 1; host <= 12; host++) {
            script.connect("fd00::1:" + host, 22).silent();
        }

        assertThat(script.ruleIds()).containsExactly("scan.address_sweep");
        assertThat(script.last().targets()).hasSize(10);
    }

    @Test
    void shouldTellScanAgainWhenAPortOpensLater() {
        script.from(INTRUDER);
        for (int port = 1; port <= 30; port++) {
            script.syn(SERVER, port).refused();
        }
        int before = script.alerts.size();
        script.syn(SERVER, 102).answered();

        assertThat(script.alerts).hasSize(before + 1);
        assertThat(script.last().openPorts()).containsExactly(SERVER + ":102");
    }

    @Test
    void shouldGiveTheSameAlertsForTheSameEvents() {
        assertThat(once()).isEqualTo(once());
    }

    private static List<Alert> once() {
        EventScript script = new EventScript().from(INTRUDER);
        for (int i = 0; i < 5_000; i++) {
            script.syn("10.20." + i % 7 + "." + i % 251, 20 + i % 13)
                    .contact(i % 17 == 0 ? FlowEvents.ANSWERED : FlowEvents.SILENT);
        }
        return script.end().alerts;
    }

    @Test
    void shouldSurviveAnyEvents() {
        Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            script.from(
                            random.nextInt(9) == 0 ? random.nextLong() : 0,
                            0xFFFF_0000_0000L | random.nextInt(400) * 77_777L)
                    .probe(
                            random.nextInt(4) * 6 % 19,
                            random.nextInt(70_000),
                            random.nextInt(9) == 0 ? -1 : 0,
                            random.nextLong() >> random.nextInt(60))
                    .tcp(random.nextInt(256), random.nextInt(70_000), random.nextLong())
                    .payload(random.nextInt(1_500));
            switch (random.nextInt(4)) {
                case 0 ->
                    script.ends(
                            random.nextBoolean() ? "ShR" : random.nextBoolean() ? "S" : "",
                            random.nextInt(3),
                            random.nextInt(3));
                case 1 -> script.after(random.nextInt(900) - 300);
                default -> script.contact(random.nextInt(9));
            }
        }
        script.end();
    }
}
