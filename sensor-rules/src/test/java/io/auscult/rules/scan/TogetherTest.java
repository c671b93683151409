package io.auscult.rules.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.EventScript;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private final EventScript script = new EventScript();

    @Test
    void shouldFindTheScannerAmongItsDecoys() {
        String[] sources = {"198.51.100.7", "10.20.1.66", "203.0.113.9", "192.0.2.44", "198.18.0.3"};
        for (int port = 20; port < 120; port++) {
            for (String source : sources) {
                script.from(source).fromPort(58_123).syn("10.20.2.10", port).refused();
            }
        }
        script.end();

        Alert decoys = script.alerts.stream()
                .filter(a -> a.rule().id().equals("scan.decoy_scan"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(decoys.actor().ip()).hasToString("10.20.1.66");
        assertThat(decoys.actor().mac()).isEqualTo("02:00:00:00:00:09");
        assertThat(decoys.evidence().get("sources")).contains("198.51.100.7", "203.0.113.9");
        assertThat(decoys.recommendation().get("fr")).contains("02:00:00:00:00:09");
        assertThat(script.alerts)
                .hasSizeLessThan(5)
                .allMatch(alert -> alert.rule().id().equals("scan.decoy_scan"));
    }

    @Test
    void shouldAccuseNobodyWhereNothingTellsTheScannerFromItsDecoys() {
        for (int port = 20; port < 120; port++) {
            for (int source = 31; source < 36; source++) {
                script.from("10.20.1." + source)
                        .fromPort(36_203)
                        .syn("10.20.2.10", port)
                        .contact(port == 22 ? FlowEvents.ANSWERED : FlowEvents.REFUSED);
                if (port == 22) {
                    script.ends("ShR", 0, 0);
                }
            }
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.decoy_scan");
        Alert last = script.last();
        assertThat(last.actor().ip()).isNull();
        assertThat(last.evidence())
                .containsEntry("sources", "10.20.1.31, 10.20.1.32, 10.20.1.33, 10.20.1.34, 10.20.1.35")
                .containsEntry("the_real_one", "cannot be told");
        assertThat(last.portCount()).isEqualTo(100);
        assertThat(last.openPorts()).containsExactly("10.20.2.10:22");
        assertThat(last.recommendation().get("en")).contains("block none of them");
        assertThat(script.incidents.list()).hasSize(1);
    }

    @Test
    void shouldFindTheOnlyScannerThatIsThere() {
        for (int port = 20; port < 60; port++) {
            for (int source = 31; source < 36; source++) {
                script.from("10.20.1." + source)
                        .fromPort(36_203)
                        .syn("10.20.2.10", port)
                        .contact(port == 42 ? FlowEvents.ANSWERED : FlowEvents.REFUSED);
                if (port == 42) {
                    script.ends(source == 34 ? "ShR" : "Sh", 0, 0);
                }
            }
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.decoy_scan");
        assertThat(script.last().actor().ip()).hasToString("10.20.1.34");
        assertThat(script.last().evidence().get("the_real_one")).contains("answers the target");
    }

    @Test
    void shouldTellASweepAmongDecoysOnce() {
        for (int host = 1; host <= 60; host++) {
            for (int source = 31; source < 34; source++) {
                script.from("10.20.1." + source)
                        .fromPort(36_203)
                        .syn("10.20.2." + host, 445)
                        .refused();
            }
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.decoy_scan");
        assertThat(script.last().kind()).isEqualTo("decoy sweep");
        assertThat(script.last().actor().ip()).isNull();
        assertThat(script.last().targetCount()).isEqualTo(60);
        assertThat(script.last().ports()).containsExactly(445);
    }

    @Test
    void shouldFollowDecoysThatScanManyHosts() {
        for (int host = 1; host <= 40; host++) {
            for (int port = 20; port < 30; port++) {
                for (int source = 31; source < 34; source++) {
                    script.from("10.20.1." + source)
                            .fromPort(36_203)
                            .syn("10.20.2." + host, port)
                            .refused();
                }
            }
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.decoy_scan");
        assertThat(script.alerts).allMatch(alert -> alert.actor().ip() == null).hasSizeLessThan(12);
        assertThat(script.alerts.stream().mapToLong(Alert::targetCount)).anyMatch(targets -> targets > 35);
    }

    @Test
    void shouldTellWhatOneOfManyDoesElsewhereByItself() {
        for (int source = 20; source < 24; source++) {
            for (int port = 0; port < 8; port++) {
                script.mac(7)
                        .from("198.51.100." + source)
                        .syn("10.20.2.10", 1_000 + source * 10 + port)
                        .refused();
            }
        }
        int before = script.alerts.size();
        script.from("198.51.100.22").after(300);
        for (int port = 80; port < 100; port++) {
            script.syn("10.20.2.99", port).refused();
        }
        script.end();

        assertThat(script.alerts.subList(before, script.alerts.size()))
                .anyMatch(alert -> alert.rule().id().equals("scan.port_scan")
                        && alert.actor().toString().equals("198.51.100.22"));
    }

    @Test
    void shouldNotCallColleaguesDecoysWhoScanAtTheSameTime() {
        for (int port = 20; port < 60; port++) {
            for (int source = 31; source < 33; source++) {
                script.mac(source)
                        .from("10.20.1." + source)
                        .fromPort(40_000 + source)
                        .syn("10.20.2.10", port)
                        .refused();
            }
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.port_scan");
        assertThat(script.incidents.list()).hasSize(2);
    }

    @Test
    void shouldSeeManySourcesThatDivideOneTarget() {
        for (int source = 1; source <= 40; source++) {
            script.mac(source)
                    .from("10.20.6." + source)
                    .connect("10.20.2.10", 700 + source)
                    .refused();
        }

        assertThat(script.ruleIds()).containsExactly("scan.distributed_scan");
        assertThat(script.last().evidence()).containsKey("source_sample");
    }

    @Test
    void shouldSeeManySourcesThatDivideOneService() {
        for (int source = 1; source <= 40; source++) {
            for (int i = 0; i < 2; i++) {
                script.mac(source)
                        .from("10.20.6." + source)
                        .connect("10.20.7." + (2 * source + i), 445)
                        .silent();
            }
        }

        assertThat(script.ruleIds()).containsExactly("scan.distributed_scan");
        assertThat(script.last().ports()).containsExactly(445);
    }

    @Test
    void shouldBlameTheMasterOfAZombie() {
        for (int round = 0; round < 6; round++) {
            script.from("10.20.1.66")
                    .fromPort(45_000 + round)
                    .probe(6, 80, "10.20.1.99")
                    .tcp(2 | 16, 1024, 2)
                    .contact(FlowEvents.UNSOLICITED);
            for (int port = 0; port < 10; port++) {
                script.from("10.20.1.99")
                        .fromPort(80)
                        .syn("10.20.2.10", 100 + round * 10 + port)
                        .refused();
            }
        }
        script.end();

        Alert idle = script.alerts.stream()
                .filter(a -> a.rule().id().equals("scan.idle_scan"))
                .findFirst()
                .orElseThrow();
        assertThat(idle.actor().ip()).hasToString("10.20.1.66");
        assertThat(idle.target().ip()).hasToString("10.20.2.10");
        assertThat(idle.evidence()).containsEntry("zombie", "10.20.1.99");
    }

    @Test
    void shouldCallAFloodAFlood() {
        for (int i = 0; i < 30_000; i++) {
            script.from(0, 0xFFFF_0000_0000L | 0x2D00_0000L + i * 7919L)
                    .connect("10.20.2.80", 443)
                    .silent();
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.syn_flood");
        assertThat(script.last().rule().techniques()).extracting("id").contains("T1499.001");
        assertThat(script.last().kind()).isEqualTo("SYN flood");
        assertThat(script.last().actor().ip()).isNull();
        assertThat(script.alerts).hasSizeLessThan(4);
    }

    @Test
    void shouldSeeAFloodThatTheServerAnswers() {
        for (int i = 0; i < 3_000; i++) {
            script.from(0, 0xFFFF_0000_0000L | 0x2D00_0000L + i * 7919L)
                    .connect("10.20.2.80", 443)
                    .answered()
                    .ends("Sh", 0, 0);
        }

        assertThat(script.ruleIds()).containsExactly("scan.syn_flood");
    }

    @Test
    void shouldSeeAFloodBySingleSource() {
        script.from("10.20.1.66");
        for (int i = 0; i < 3_000; i++) {
            script.syn("10.20.2.80", 80).silent();
        }

        assertThat(script.ruleIds()).containsExactly("scan.syn_flood");
        assertThat(script.last().actor().ip()).hasToString("10.20.1.66");
    }

    @Test
    void shouldSeeTheScannerWithinAFlood() {
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            script.from(0, 0xFFFF_0000_0000L | 0x2D00_0000L + i * 7919L)
                    .connect("10.20.2.80", 443)
                    .silent();
            if (i % 10_000 == 0) {
                script.from("10.20.1.66").syn("10.20.3." + (found++ + 1), 445).silent();
            }
        }

        assertThat(script.alerts)
                .anyMatch(a -> a.rule().id().equals("scan.address_sweep")
                        && "10.20.1.66".equals(String.valueOf(a.actor().ip())));
    }

    @Test
    void shouldSeeAnArpSweep() {
        for (int host = 1; host <= 254; host++) {
            script.arpRequest(0x50ED3CB9D9L, "192.168.1.247", "192.168.1." + host);
            if (host % 50 == 1) {
                script.arpReply(0xD858D7L + host, "192.168.1." + host, 0x50ED3CB9D9L, "192.168.1.247");
            }
            script.after(0.03);
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.arp_sweep");
        assertThat(script.last().level()).isEqualTo(Level.HIGH);
        assertThat(script.last().actor().mac()).isEqualTo("00:50:ed:3c:b9:d9");
        assertThat(script.alerts).hasSizeLessThan(6);
    }

    @Test
    void shouldSeeNmapsFingerprinting() {
        script.from("172.16.16.128");
        int[] windows = {1, 63, 4, 4, 16, 512};
        for (int window : windows) {
            script.probe(6, 135, "172.16.16.150")
                    .tcp(2, window, EventScript.SOCKET_OPTIONS)
                    .answered();
        }
        script.icmp(8, 9, "172.16.16.150");
        script.udp("172.16.16.150", 42_283).payload(300).silent();
        script.probe(6, 135, "172.16.16.150")
                .tcp(0, 128, EventScript.SOCKET_OPTIONS)
                .silent();

        assertThat(script.ruleIds()).contains("scan.os_fingerprinting");
        assertThat(script.last().evidence().get("probes")).contains("SEQ window 63", "IE echo with code 9");
    }

    @Test
    void shouldTellAScanSharedByOutsidersOnce() {
        for (int i = 0; i < 10; i++) {
            for (int source = 20; source < 32; source++) {
                script.mac(7)
                        .from("198.51.100." + source)
                        .syn("10.20.2.10", 1_000 + source * 10 + i)
                        .refused();
            }
        }
        script.end();

        assertThat(script.last().rule().id()).isEqualTo("scan.distributed_scan");
        assertThat(script.last().portCount()).isEqualTo(120);
        assertThat(script.last().evidence().get("sources")).contains("198.51.100.20", "198.51.100.31");
        assertThat(script.alerts).hasSizeLessThan(12);
    }

    @Test
    void shouldReadAScanFromItsAnswersAlone() {
        script.from("10.20.1.66");
        for (int port = 1; port <= 200; port++) {
            script.answerFrom("10.20.2.10", port, port == 22 ? 2 | 16 : 4 | 16);
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.port_scan");
        assertThat(script.last().actor().ip()).hasToString("10.20.1.66");
        assertThat(script.last().portCount()).isEqualTo(200);
        assertThat(script.last().openPorts()).containsExactly("10.20.2.10:22");
        script.answerFrom("10.20.2.10", 60_020, 4 | 16).end();
        assertThat(script.last().portCount()).isEqualTo(201);
    }

    @Test
    void shouldSeeUdpSweepWhoseQuestionsVary() {
        script.from("10.20.1.66")
                .udp("10.20.2.1", 161)
                .refused()
                .udp("10.20.2.10", 161)
                .refused();
        for (int host = 11; host < 60; host++) {
            script.udp("10.20.2." + host, 161).contact(FlowEvents.ONE_SIDED);
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.address_sweep");
        assertThat(script.last().kind()).isEqualTo("UDP sweep");
        assertThat(script.last().targetCount()).isEqualTo(51);
    }

    @Test
    void shouldKnowNmapByItsTexts() {
        script.from("10.20.1.66").connect("10.20.2.10", 80).answered();
        script.http("/nice ports,/Trinity.txt.bak", "-");

        assertThat(script.ruleIds()).containsExactly("scan.service_probing");
        assertThat(script.last().level()).isEqualTo(Level.HIGH);
        assertThat(script.last().evidence()).containsEntry("signs", "nmap version probe");
    }

    @Test
    void shouldNameAllServicesThatAVersionScanOpened() {
        script.from("10.20.1.66");
        script.connect("10.20.2.10", 22).answered().ends("ShAdFf", 0, 41);
        script.connect("10.20.2.10", 2_575).answered().ends("ShADFf", 18, 0);
        script.connect("10.20.2.10", 443).answered().ends("ShADadfF", 88, 7);
        script.connect("10.20.2.10", 80).answered().http("/nice ports,/Trinity.txt.bak", "-");
        script.connect("10.20.2.10", 443).answered().ends("ShADadfF", 1_137, 1_629);
        script.connect("10.20.2.99", 443).answered().ends("ShADadfF", 1_137, 1_629);
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.service_probing");
        assertThat(script.last().ports()).containsExactlyInAnyOrder(22, 80, 443, 2_575);
        assertThat(script.last().targetCount()).isEqualTo(1);
    }

    @Test
    void shouldSeeSmallQuestionsThatStayWithoutAnswer() {
        script.from("10.20.1.66");
        for (int question : new int[] {4, 18, 22, 33, 42, 89, 130}) {
            script.connect("10.20.2.10", 9_100).answered().ends("ShADFaf", question, 0);
        }

        assertThat(script.ruleIds()).containsExactly("scan.service_probing");
    }

    @Test
    void shouldSeeKeysCollectedFromManyHosts() {
        script.from("10.20.1.66");
        for (int host = 10; host < 30; host++) {
            script.connect("10.20.2." + host, 22).answered().ssh("SSH-2.0-OpenSSH-keyscan");
        }
        script.end();

        assertThat(script.ruleIds()).containsExactly("scan.service_probing");
        assertThat(script.last().targetCount()).isEqualTo(20);
        assertThat(script.last().level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldFindTheScannerAmongColleaguesByItsOwnArp() {
        script.arpRequest(0x66, "10.20.1.66", "10.20.1.1");
        for (int port = 20; port < 70; port++) {
            for (int source = 31; source < 36; source++) {
                String name = source == 33 ? "10.20.1.66" : "10.20.1." + source;
                script.mac(0x66)
                        .from(name)
                        .fromPort(36_203)
                        .syn("10.20.2.10", port)
                        .refused();
            }
        }
        script.end();

        Alert decoys = script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("scan.decoy_scan"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(decoys.actor().ip()).hasToString("10.20.1.66");
        assertThat(decoys.actor().mac()).isEqualTo("00:00:00:00:00:66");
    }

    @Test
    void shouldNotNameTheRouterAsTheScannersHardware() {
        script.arpRequest(0x01, "10.20.2.1", "10.20.2.10");
        for (int port = 20; port < 40; port++) {
            script.mac(0x01).from("10.20.1.66").syn("10.20.2.10", port).refused();
        }

        assertThat(script.last().actor().mac()).isNull();
    }
}
