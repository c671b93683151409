package io.auscult.rules.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.EventScript;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hospital's network does every day and no scan detector may mistake. */
class NearMissTest {
    private final EventScript script = new EventScript();

    @AfterEach
    void shouldStaySilent() {
        script.end();
        assertThat(script.firstCrash()).isNull();
        assertThat(script.alerts).isEmpty();
    }

    @Test
    void browsingWithDeadHosts() {
        Random random = new Random(1);
        script.from("10.20.1.21");
        for (int site = 0; site < 400; site++) {
            script.connect("93." + site % 200 + ".1." + site % 250, random.nextInt(5) == 0 ? 80 : 443)
                    .contact(random.nextInt(6) == 0 ? FlowEvents.SILENT : FlowEvents.ANSWERED);
            script.after(0.5);
        }
    }

    @Test
    void browserWhoseQuicIsFiltered() {
        script.from("10.20.1.22");
        for (int site = 0; site < 150; site++) {
            String host = "142.250." + site + ".14";
            script.connect(host, 443).answered();
            script.udp(host, 443).silent();
            script.after(2);
        }
    }

    @Test
    void deviceWithoutWayToTheInternetLooksForUpdates() {
        script.from("10.20.30.11");
        for (int hour = 0; hour < 24; hour++) {
            for (int i = 0; i < 4; i++) {
                script.connect("20.54." + hour + "." + i, 443).silent();
                script.after(30);
            }
            script.after(3_400);
        }
    }

    @Test
    void peerToPeerFanOut() {
        Random random = new Random(2);
        script.from("10.20.1.23").fromPort(51_413);
        for (int peer = 0; peer < 500; peer++) {
            script.udp(
                            "81." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256),
                            1_024 + random.nextInt(60_000))
                    .contact(random.nextInt(10) < 6 ? FlowEvents.SILENT : FlowEvents.ANSWERED);
            if (peer % 5 == 0) {
                script.udp("82." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256), 6_881)
                        .contact(random.nextInt(10) < 6 ? FlowEvents.SILENT : FlowEvents.ANSWERED);
            }
        }
    }

    @Test
    void monitoringOf200HostsSomeOfThemDown() {
        script.from("10.20.2.9");
        for (int round = 0; round < 5; round++) {
            for (int host = 1; host <= 200; host++) {
                boolean down = host % 13 == 0 || host > 190;
                script.ping("10.20.4." + host).contact(down ? FlowEvents.SILENT : FlowEvents.ANSWERED);
                script.udp("10.20.4." + host, 161).contact(down ? FlowEvents.SILENT : FlowEvents.ANSWERED);
            }
            script.after(60);
        }
    }

    @Test
    void domainControllerThatIsDown() {
        for (int client = 1; client <= 100; client++) {
            script.from("10.20.1." + client);
            for (int port : new int[] {53, 88, 135, 389, 445, 464, 636, 3268}) {
                script.connect("10.20.2.2", port).silent();
            }
            script.after(1);
        }
    }

    @Test
    void clientOfADomainController() {
        script.from("10.20.1.30");
        for (int port : new int[] {53, 88, 135, 389, 445, 464, 636, 3268, 49_152, 49_155, 49_667, 9_389}) {
            script.connect("10.20.2.2", port).answered().ends("ShADadFf", 900, 1_200);
        }
    }

    @Test
    void backscatterOfSomebodyElsesFlood() {
        script.fromPort(80);
        for (int i = 0; i < 2_000; i++) {
            script.from("202.229.120.98")
                    .probe(6, 1_024 + i, "192.150." + (i >> 8) + "." + (i & 255))
                    .tcp(2 | 16, 5_840, 2)
                    .contact(FlowEvents.UNSOLICITED);
        }
    }

    @Test
    void lateAnswersOfAResolver() {
        script.from("10.20.2.53").fromPort(53);
        for (int i = 0; i < 200; i++) {
            script.udp("10.20.1." + (1 + i % 3), 40_000 + i).refused();
        }
    }

    @Test
    void captureThatBeganInTheMiddle() {
        script.from("10.20.2.80").fromPort(443);
        for (int i = 0; i < 300; i++) {
            script.probe(6, 49_000 + i, "10.20.1." + (1 + i % 9))
                    .tcp(1 | 16, 500, 0)
                    .silent();
            script.probe(6, 50_000 + i, "10.20.1." + (1 + i % 9))
                    .tcp(16, 500, 0)
                    .silent();
        }
    }

    @Test
    void oneWayMirror() {
        for (int client = 1; client <= 50; client++) {
            script.from("10.20.1." + client);
            for (int server = 1; server <= 40; server++) {
                script.connect("10.20.2." + server, server % 2 == 0 ? 443 : 445).contact(FlowEvents.ONE_SIDED);
            }
        }
        script.from("10.20.2.53");
        for (int i = 0; i < 25; i++) {
            script.udp("198.41." + i + ".4", 53).silent();
        }
    }

    @Test
    void traceroute() {
        script.from("10.20.1.40");
        for (int hop = 0; hop < 90; hop++) {
            script.udp("10.99.1.1", 33_434 + hop).ttl(1 + hop / 3).silent();
        }
    }

    @Test
    void activeFtpThroughAFilter() {
        script.from("10.20.2.21").fromPort(20);
        for (int i = 0; i < 60; i++) {
            script.connect("10.20.1.50", 2_000 + i).silent();
        }
    }

    @Test
    void discoveryOfPrintersByMulticast() {
        script.from("10.20.1.60");
        for (int i = 0; i < 50; i++) {
            script.udp("224.0.0." + (200 + i), 5_353).silent();
            script.udp("239.255.255.250", 1_900 + i).silent();
            script.udp("255.255.255.255", 161 + i).silent();
        }
    }

    /** Each network has an address of its own for it, and only the hosts in there know where their network ends. */
    @Test
    void serverThatBroadcastsIntoItsNetworks() {
        script.from("10.20.2.14");
        for (int network = 1; network <= 60; network++) {
            script.udp("10.20." + network + ".255", 137).silent();
            script.udp("10.20." + network + ".255", 1_000 + network).silent();
        }
        for (int port = 3_000; port < 3_040; port++) {
            script.udp("10.20.1.255", port).refused();
        }
    }

    @Test
    void happyEyeballs() {
        script.from("10.20.1.61");
        for (int site = 0; site < 40; site++) {
            script.connect("2001:db8:" + site + "::1", 443).silent();
            script.connect("203.0.113." + site, 443).answered();
            script.after(20);
        }
    }

    @Test
    void syslogThatNobodyConfirms() {
        for (int device = 1; device <= 200; device++) {
            script.from("10.20.4." + device).udp("10.20.2.14", 514).silent();
        }
    }

    @Test
    void staleDrivesOfAWorkstation() {
        script.from("10.20.1.70");
        for (int day = 0; day < 5; day++) {
            for (int server = 1; server <= 4; server++) {
                script.connect("10.20.2.20" + server, 445).silent();
            }
            script.connect("10.20.2.30", 445).answered();
            script.after(86_400);
        }
    }

    @Test
    void routerThatAsksForAbsentAddresses() {
        for (int i = 0; i < 600; i++) {
            script.arpRequest(
                    0x00070DAFF454L,
                    i % 3 == 0 ? "24.166.172.1" : i % 3 == 1 ? "69.76.216.1" : "65.28.78.1",
                    "24.166.17" + i % 6 + "." + i % 250);
            script.after(0.02);
        }
    }

    @Test
    void subnetThatWakesUp() {
        for (int host = 1; host <= 200; host++) {
            for (String peer : new String[] {"10.20.1.254", "10.20.1.9", "10.20.1.8"}) {
                script.arpRequest(0x020000000000L + host, "10.20.1." + host, peer);
            }
        }
        assertThat(script.atLeast(Level.INFORMATIONAL)).isZero();
    }

    @Test
    void dhcpServerThatAsksWhetherAddressesAreFree() {
        script.from("10.20.1.2");
        for (int host = 100; host < 160; host++) {
            script.fromPort(67).udp("10.20.1." + host, 68).silent();
            script.ping("10.20.1." + host).silent();
        }
    }

    @Test
    void routerThatCarriedTheSameBeforeItAskedForAnybody() {
        long router = 0x02_00_00_00_00_01L;
        script.arpRequest(0x02_00_00_00_00_07L, "10.20.1.7", "10.20.1.8");
        for (int host = 0; host <= 60; host++) {
            if (host > 0) {
                script.arpRequest(router, "10.20.1.1", "10.20.1." + host);
            }
            script.mac(0x02_00_00_00_00_07L)
                    .respMac(router)
                    .from("10.20.1.7")
                    .connect("203.0.113.9", 443)
                    .answered();
        }
    }

    @Test
    void routerThatFillsItsTableForTrafficFromOutside() {
        long router = 0x02_00_00_00_00_01L;
        for (int host = 1; host <= 200; host++) {
            script.arpRequest(router, "10.20.1.1", "10.20.1." + host);
            script.mac(0x02_00_00_00_01_00L + host)
                    .respMac(router)
                    .from("10.20.1." + host)
                    .connect("203.0.113.9", 443)
                    .answered();
        }
    }

    @Test
    void printServerWhoseJobsStayWithoutAnswer() {
        script.from("10.20.2.15");
        for (int job = 0; job < 40; job++) {
            script.connect("10.20.1.9", 9_100).answered().ends("ShADFaf", 20_000 + job * 997L, 0);
        }
    }

    @Test
    void administratorWhoCollectsOneKey() {
        script.from("10.20.1.21").connect("10.20.2.22", 22).answered().ssh("SSH-2.0-OpenSSH-keyscan");
    }

    @Test
    void answersOfWebServersOnAOneWayMirror() {
        for (int site = 0; site < 200; site++) {
            script.from("10.20.1." + (1 + site % 30)).answerFrom("93.184." + site + ".34", 443, 2 | 16);
            if (site % 10 == 0) {
                script.answerFrom("93.184." + site + ".34", 80, 4 | 16);
            }
        }
    }

    @Test
    void loadBalancerThatChecksItsServersHalfOpen() {
        script.from("10.20.2.5");
        for (int round = 0; round < 200; round++) {
            for (int server = 1; server <= 4; server++) {
                for (int port : new int[] {80, 443, 8_080}) {
                    script.connect("10.20.2.1" + server, port).answered().ends("ShR", 0, 0);
                }
            }
            script.after(2);
        }
    }

    @Test
    void callsWhoseVoiceTakesDifferentPortsEachWay() {
        for (int call = 0; call < 300; call++) {
            script.from("10.20.2.30")
                    .udp("10.20.8." + (1 + call % 20), 16_384 + 2 * call)
                    .packets(2_000)
                    .silent();
            script.after(20);
        }
    }

    @Test
    void mailServerWithDeadPeers() {
        Random random = new Random(3);
        script.from("10.20.2.25");
        for (int peer = 0; peer < 300; peer++) {
            script.connect("93." + random.nextInt(200) + "." + peer % 250 + ".25", 25)
                    .contact(random.nextInt(10) < 4 ? FlowEvents.SILENT : FlowEvents.ANSWERED);
            script.after(3);
        }
    }

    @Test
    void routerThatLooksWhatItsDevicesAre() {
        for (int round = 0; round < 20; round++) {
            for (int host = 40; host < 44; host++) {
                script.from("192.168.1.1");
                for (int port : new int[] {80, 515, 9_100}) {
                    script.connect("192.168.1." + host, port).refused();
                }
                for (int port : new int[] {137, 5_353, 9_999}) {
                    script.udp("192.168.1." + host, port).refused();
                }
            }
            script.after(300);
        }
    }
}
