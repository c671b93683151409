package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Namesakes;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counter;
import io.auscult.rules.Detectors;
import io.auscult.rules.EventScript;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private final EventScript script = new EventScript();

    @Test
    void shouldMakeOneIncidentOfWhatOneActorDoes() {
        script.from("10.20.1.66");
        for (int host = 1; host <= 30; host++) {
            script.connect("10.20.2." + host, 445).silent();
        }
        for (int port = 1; port <= 30; port++) {
            script.syn("10.20.2.99", port).contact(port == 22 ? 1 : 2);
        }
        script.from("10.20.1.77");
        for (int port = 1; port <= 30; port++) {
            script.syn("10.20.2.99", port).refused();
        }
        script.end();

        List<Incident> incidents = script.incidents.list();
        assertThat(incidents).hasSize(2);
        Incident first = incidents.getFirst();
        assertThat(first.rules())
                .extracting(Rule::id)
                .containsExactlyInAnyOrder("scan.address_sweep", "scan.port_scan");
        assertThat(first.level()).isEqualTo(Level.HIGH);
        assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first.hostCount()).isEqualTo(30);
        assertThat(first.openPorts()).containsExactly("10.20.2.99:22");
        assertThat(first.story("en"))
                .startsWith("10.20.1.66 looked for machines that answer at 30 addresses")
                .contains(" and tried 30 doors of 10.20.2.99.")
                .endsWith("Answers came from 10.20.2.99:22.");
        assertThat(script.counters.get(Counter.ALERTS_RAISED)).isEqualTo(script.alerts.size());
    }

    @Test
    void shouldBeginAnotherIncidentAfterADayOfSilence() {
        for (int day = 0; day < 2; day++) {
            script.from("10.20.1.66");
            for (int port = 1; port <= 30; port++) {
                script.syn("10.20.2." + (10 + day), port).refused();
            }
            script.after(2 * 86_400);
        }
        script.end();

        assertThat(script.incidents.list()).hasSize(2).extracting(Incident::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveTheSameIdsInEveryRun() {
        assertThat(ids(0)).isEqualTo(ids(0)).doesNotHaveDuplicates();
    }

    /** A journal leaves out ids that it knows, and a sensor that was started again counts packets from one again. */
    @Test
    void shouldGiveOtherIdsToTheSamePacketsAtAnotherTime() {
        assertThat(ids(3600)).hasSameSizeAs(ids(0)).doesNotContainAnyElementsOf(ids(0));
    }

    private static List<String> ids(int seconds) {
        EventScript script = new EventScript().from("10.20.1.66").after(seconds);
        for (int port = 1; port <= 300; port++) {
            script.syn("10.20.2.99", port).refused();
        }
        return script.end().alerts.stream().map(Alert::id).toList();
    }

    @Test
    void shouldHaveAdviceInThreeLanguagesForEveryRule() {
        Set<Integer> signatures = new HashSet<>();
        for (Rule rule : new Detectors().rules()) {
            Set<String> keys = new HashSet<>(Set.of("en", "nl", "fr"));
            if (rule.recommendation().size() > keys.size()) {
                keys.addAll(Set.of("en.outside", "nl.outside", "fr.outside"));
            }
            assertThat(rule.recommendation()).containsOnlyKeys(keys);
            assertThat(rule.recommendation().values())
                    .doesNotHaveDuplicates()
                    .allMatch(text -> text.length() > 80 && (text.endsWith(".") || text.endsWith(".{/}")));
            assertThat(rule.techniques()).isNotEmpty();
            assertThat(rule.description()).hasSizeGreaterThan(60);
            assertThat(signatures.add(rule.signatureId())).isTrue();
        }
    }

    @Test
    void shouldLeaveNoPlaceholderUnfilled() {
        script.from("10.20.1.66");
        for (int host = 1; host <= 30; host++) {
            script.arpRequest(0x66, "10.20.1.66", "10.20.1." + host);
            script.connect("10.20.2." + host, 445).silent();
            script.syn("10.20.2.99", host).contact(host == 22 ? 1 : 2);
        }
        script.end();

        assertThat(script.alerts)
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.recommendation().values())
                        .allSatisfy(text -> assertThat(text).doesNotContain("{").doesNotContain("}")));
    }

    @Test
    void shouldSayWhatToDoWithOpenPortsOnlyWhereThereAreSome() {
        script.from("10.20.1.66");
        for (int port = 1; port <= 9; port++) {
            script.syn("10.20.2.99", port).refused();
        }

        assertThat(script.last().recommendation().get("en"))
                .contains("No open port was seen")
                .doesNotContain("Close what is not needed");
        script.syn("10.20.2.99", 22).answered().end();

        assertThat(script.last().recommendation().get("en"))
                .contains("Open on 10.20.2.99: 22. Close what is not needed")
                .doesNotContain("No open port");
    }

    @Test
    void shouldNameThePortOfASharedSweep() {
        for (int source = 1; source <= 40; source++) {
            for (int i = 0; i < 2; i++) {
                script.mac(source)
                        .from("10.20.6." + source)
                        .connect("10.20.7." + (2 * source + i), 445)
                        .silent();
            }
        }
        script.end();

        assertThat(script.last().recommendation().get("en")).contains("80 addresses, port 445", ": 10.20.6.1, ");
        assertThat(script.last().recommendation().get("nl")).contains("80 adressen, poort 445");
    }

    @Test
    void shouldSpeakTheLanguageOfItsReaderThroughout() {
        Words words = new Words();
        assertThat(words.in("nl", "FIN, NULL and odd TCP flags scan"))
                .isEqualTo("FIN, NULL en vreemde TCP-vlaggen-poortscan");
        assertThat(words.in("fr", "ping sweep")).isEqualTo("balayage d'adresses ping");
        assertThat(words.in("en", "ping sweep")).isEqualTo("ping sweep");
        for (Rule rule : new Detectors().rules()) {
            for (String language : List.of("nl", "fr")) {
                assertThat(words.in(language, rule.title())).as(language).isNotEqualTo(rule.title());
            }
        }
    }

    @Test
    void shouldNotSendAnybodyToASwitchPortForAnActorOnTheInternet() {
        script.from("203.0.113.99");
        for (int port = 1; port <= 30; port++) {
            script.syn("10.20.2.99", port).refused();
        }
        script.end();

        assertThat(script.alerts).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.recommendation()).containsOnlyKeys("en", "nl", "fr");
            assertThat(alert.recommendation().get("en"))
                    .startsWith("203.0.113.99, on the Internet,")
                    .contains("firewall")
                    .doesNotContain("switch");
        });
    }

    @Test
    void shouldNameActorsWithoutAnAddressInTheLanguageOfTheReader() {
        Words words = new Words();
        assertThat(words.in("nl", "one of several at 10.20.2.10")).isEqualTo("één van verschillende bij 10.20.2.10");
        assertThat(words.in("fr", "forged addresses against 10.20.2.80"))
                .isEqualTo("adresses forgées contre 10.20.2.80");
        assertThat(words.in("fr", "10.20.2.80")).isEqualTo("10.20.2.80");
    }

    @Test
    void shouldTakeWhoIsOnANetworkAtHandForInsideWhateverItsAddress() {
        AlertScript outside = new AlertScript().by("2001:db8:1::66");
        outside.alert("lateral.remote_service_command", "10.20.2.31");
        AlertScript atHand =
                new AlertScript().mac("2001:db8:1::66", "02:00:00:00:00:66").by("2001:db8:1::66");
        atHand.alert("lateral.remote_service_command", "10.20.2.31");

        assertThat(outside.only().recommendations().get("en").getFirst()).contains("at the firewall");
        assertThat(atHand.only().recommendations().get("en").getFirst())
                .contains("off the network")
                .doesNotContain("firewall");
    }

    @Test
    void shouldNotCallTwoHostsByOneName() {
        AlertScript named = new AlertScript()
                .name("10.20.1.66", "PC-IMAGE.hospital.example")
                .name("10.20.2.31", "pc-image")
                .name("10.20.2.32", "SRV-TWO");
        named.by("10.20.1.66").alert("lateral.remote_service_command", "10.20.2.31");
        named.alert("lateral.remote_service_command", "10.20.2.32");

        Incident incident = named.only();
        assertThat(incident.story("en"))
                .contains("pc-image (10.20.2.31)", "SRV-TWO")
                .doesNotContain("(10.20.2.32)");
        assertThat(incident.recommendations().get("en")).anyMatch(step -> step.contains("PC-IMAGE (10.20.1.66)"));
        assertThat(Namesakes.of(incident).brief(incident.actor())).endsWith(" (10.20.1.66)");
    }
}
