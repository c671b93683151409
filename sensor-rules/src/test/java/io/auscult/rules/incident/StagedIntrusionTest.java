package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.rules.role.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StagedIntrusionTest {
    private static final String RADIOLOGY = "10.1.4.20";
    private static final String PACS = "10.1.4.30";
    private static final String LAB = "10.1.4.40";
    private static final String CONTROLLER = "10.1.4.2";

    private final AlertScript script = new AlertScript(Map.of(CONTROLLER, Set.of(Role.DOMAIN_CONTROLLER)))
            .name(RADIOLOGY, "WS-RADIO-3.hospital.example")
            .name(PACS, "SRV-PACS.hospital.example")
            .name(LAB, "SRV-LAB")
            .name(CONTROLLER, "DC1");

    /** Scans, guesses, logs on, takes passwords, moves twice. */
    private Incident intrusion() {
        script.by(RADIOLOGY, "jdoe").outcome(Outcome.ATTEMPTED);
        script.raise(script.sweep("scan.address_sweep", "10.1.4.1", 254));
        script.after(2).outcome(Outcome.FAILED);
        script.raise(script.draft("identity.password_guessing", "10.1.4.31").count(13));
        script.raise(script.draft("identity.password_guessing", "10.1.4.32").count(13));
        script.outcome(Outcome.SUCCEEDED)
                .raise(script.draft("identity.password_guessing", PACS)
                        .count(14)
                        .evidence("guessed", "administrator"));
        script.after(1)
                .raise(script.draft("identity.pass_the_hash", PACS).evidence("user", "administrator"))
                .raise(script.draft("lateral.remote_service_command", PACS));
        script.after(10).by(PACS).alert("identity.dcsync", CONTROLLER);
        script.after(5).alert("lateral.remote_service_command", LAB);
        script.after(5).by(LAB).alert("lateral.remote_service_command", "10.1.9.77");
        return script.only();
    }

    @Test
    void shouldBeOneIncidentWithItsPhasesAndHops() {
        Incident incident = intrusion();

        assertThat(incident.phases())
                .containsExactly(
                        Phase.DISCOVERY,
                        Phase.GUESSING,
                        Phase.LOGON,
                        Phase.CREDENTIAL_THEFT,
                        Phase.of(rule("lateral.remote_service_command")));
        assertThat(incident.hops())
                .extracting(hop -> hop.actor().host())
                .containsExactly("WS-RADIO-3.hospital.example", "SRV-PACS.hospital.example", "SRV-LAB");
        assertThat(incident.hops().get(1).from()).isEqualTo(incident.actor());
        assertThat(incident.severity()).isEqualTo(10);
        assertThat(incident.light()).isEqualTo(Light.RED);
        assertThat(incident.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(incident.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(incident.alerts()).isEqualTo(9);
        assertThat(incident.users()).containsExactly("administrator");
        assertThat(incident.hostCount()).isEqualTo(254);
        assertThat(incident.hosts())
                .filteredOn(host -> host.roles().contains("domain-controller"))
                .singleElement()
                .satisfies(host -> assertThat(host.isIntruded()).isTrue());
        assertThat(incident.evidence()).hasSize(9).isSortedAccordingTo(EvidenceRef.ORDER);
        assertThat(script.told).extracting(Alert::incidentId).containsOnly(incident.id());
        assertThat(script.told).extracting(Alert::severity).isSorted();
        assertThat(script.told.getLast().phases()).hasSize(5).startsWith("discovery", "guessing");
    }

    private Rule rule(String id) {
        return script.told.stream()
                .map(Alert::rule)
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBeUnderstoodFromItsFirstTwoSentences() {
        Incident incident = intrusion();

        assertThat(incident.happened().get("en"))
                .startsWith("10.1.4.20 (WS-RADIO-3, jdoe) looked for machines that answer at 254 addresses, "
                        + "tried 40 passwords on 3 of them and found the right one, "
                        + "logged on to SRV-PACS as administrator")
                .endsWith(" in an unusual way and ran commands there from a distance. From there it went on: "
                        + "10.1.4.30 (SRV-PACS) copied the passwords of the whole domain from DC1 "
                        + "and ran commands on SRV-LAB from a distance; "
                        + "10.1.4.40 (SRV-LAB) ran commands on 10.1.9.77 from a distance.");
        assertThat(incident.happened().get("nl"))
                .startsWith("10.1.4.20 (WS-RADIO-3, jdoe) zocht op 254 adressen naar toestellen die antwoorden, "
                        + "probeerde op 3 daarvan 40 wachtwoorden en vond het juiste, "
                        + "meldde zich bij SRV-PACS als administrator op een ongewone manier aan "
                        + "en voerde daar op afstand opdrachten uit.")
                .contains("Vandaar ging het verder: 10.1.4.30 (SRV-PACS) ");
        assertThat(incident.happened().get("fr"))
                .startsWith("10.1.4.20 (WS-RADIO-3, jdoe) a cherché à 254 adresses des machines qui répondent, "
                        + "a essayé 40 mots de passe sur 3 d'entre elles et a trouvé le bon, "
                        + "s'est connecté à SRV-PACS avec le compte administrator")
                .contains("De là, cela a continué : 10.1.4.30 (SRV-PACS) ");
        assertThat(incident.headline().get("en")).startsWith("Break-in on ");
    }

    @Test
    void shouldSayWhatToDoInOrder() {
        Incident incident = intrusion();
        for (String language : List.of("en", "nl", "fr")) {
            List<String> steps = incident.recommendations().get(language);

            assertThat(steps.get(0)).contains("10.1.4.20 (WS-RADIO-3, jdoe)", "10.1.4.30 (SRV-PACS)", "SRV-LAB");
            assertThat(steps.get(1)).contains("jdoe", "40 ");
            assertThat(steps.get(2)).contains("administrator");
            assertThat(steps.subList(3, steps.size()))
                    .anyMatch(step -> step.contains("krbtgt"))
                    .anyMatch(step -> step.contains("SRV-LAB") && step.contains("SRV-PACS"));
            assertThat(steps)
                    .doesNotHaveDuplicates()
                    .allSatisfy(step -> assertThat(step)
                            .doesNotContain("{", "}", "  ", " ,", " .")
                            .doesNotContainPattern("\\bnull\\b")
                            .matches("(?s)[A-Z].*[.»\"]"));
        }
    }

    @Test
    void shouldNotHaveACutOffWithoutThoughtWhatMuchDependsOn() {
        script.by(RADIOLOGY).alert("lateral.remote_service_command", CONTROLLER);
        script.after(5).by(CONTROLLER).alert("lateral.remote_service_command", LAB);
        script.after(5).by(LAB).alert("lateral.remote_service_command", "10.1.9.77");

        assertThat(script.only().recommendations().get("en").getFirst())
                .startsWith("First: take 10.1.4.20 (WS-RADIO-3) off the network now")
                .contains("Then do the same with 10.1.4.40 (SRV-LAB): ")
                .contains("It went on from 10.1.4.2 (DC1), on which much depends: agree with those who run it");
    }

    @Test
    void shouldNameThoseWhosePasswordWasFoundAndNoOthers() {
        script.by(RADIOLOGY).outcome(Outcome.FAILED);
        script.raise(script.draft("identity.password_guessing", PACS).count(10).evidence("last_user", "ann"));
        script.outcome(Outcome.SUCCEEDED)
                .raise(script.draft("identity.password_guessing", PACS)
                        .count(29)
                        .evidence("last_user", "bob")
                        .evidence("guessed", "stock"));
        script.outcome(Outcome.FAILED)
                .raise(script.draft("identity.password_guessing", PACS)
                        .count(100)
                        .evidence("last_user", "eve"));

        Incident incident = script.only();
        assertThat(incident.users()).containsExactly("stock");
        assertThat(incident.outcomes().get("en")).isEqualTo("A password was right: that of stock.");
        assertThat(String.join("\n", incident.recommendations().get("en"))).doesNotContain("ann", "bob", "eve");
    }

    @Test
    void shouldTellWhatBecameOfItInTheTermsOfWhatWasTried() {
        script.outcome(Outcome.FAILED)
                .raise(script.draft("identity.password_guessing", PACS).count(40));

        Incident incident = script.only();
        assertThat(incident.outcomes().get("en")).isEqualTo("No password was right, as far as was seen.");
        assertThat(incident.light()).isEqualTo(Light.BLUE);
        assertThat(LightReason.of(List.of(incident), IncidentCounts.of(List.of(incident)))
                        .get("en"))
                .isEqualTo("One attempt was noticed; it got nowhere, as far as was seen.");

        script.outcome(Outcome.UNKNOWN).alert("identity.dcsync", CONTROLLER);
        assertThat(script.only().outcomes().get("en"))
                .isEqualTo("Whether anything was handed out cannot be seen from here. "
                        + "No password was right, as far as was seen.");
    }

    @Test
    void shouldTakeWhoWasReachedBeforeForTheNextHopOnly() {
        script.by(PACS).alert("lateral.remote_service_command", LAB); // before anybody reached it
        script.after(30).by(RADIOLOGY).alert("lateral.remote_service_command", PACS);

        assertThat(script.incidents.list()).hasSize(2);
    }

    @Test
    void shouldJoinAHopThatIsToldBeforeItsCause() {
        script.by(PACS).after(20);
        Alert later = script.draft("lateral.remote_service_command", LAB).alert();
        script.after(-10).by(RADIOLOGY);
        Alert earlier = script.draft("lateral.remote_service_command", PACS).alert();
        script.incidents.raise(later);
        String before = script.told.getFirst().incidentId();
        script.incidents.raise(earlier);

        Incident incident = script.only();
        assertThat(incident.actor().ip()).hasToString(RADIOLOGY);
        assertThat(incident.formerIds()).containsExactly(before);
        assertThat(incident.alerts()).isEqualTo(2);
    }

    @Test
    void shouldFollowAWormOverManyHosts() {
        script.by("10.1.4.1");
        for (int host = 2; host <= 30; host++) {
            script.after(1).alert("lateral.file_spread", "10.1.4." + host).by("10.1.4." + host);
        }

        Incident incident = script.only();
        assertThat(incident.hops()).hasSize(29);
        assertThat(incident.actor().ip()).hasToString("10.1.4.1");
        assertThat(incident.happened().get("en")).endsWith("25 more machines went on in the same way.");
    }

    @Test
    void shouldKeepUnrelatedActorsApart() {
        script.by("10.1.4.50").alert("lateral.remote_service_command", "10.1.4.60");
        script.by("10.1.4.51").alert("lateral.remote_service_command", "10.1.4.61");

        assertThat(script.incidents.list()).hasSize(2);
    }

    @Test
    void shouldBeginAnotherIncidentForUnrelatedTargetsHoursLater() {
        script.alert("lateral.remote_service_command", "10.1.4.60");
        script.after(300).alert("lateral.remote_service_command", "10.9.9.60");
        assertThat(script.incidents.list()).hasSize(2);
        script.after(300).alert("identity.dcsync", "10.1.4.60");
        assertThat(script.incidents.list()).hasSize(2);
    }

    private Incident command(String account) {
        script.raise(script.draft("lateral.remote_service_command", PACS).evidence(LoggedOn.EVIDENCE, account));
        return script.only();
    }

    @Test
    void shouldHaveThePasswordChangedThatWasUsed() {
        Incident incident = command("administrator");

        assertThat(incident.story("en")).contains(", with the account administrator.");
        assertThat(incident.recommendations().get("en"))
                .anyMatch(step -> step.startsWith("Have the password of administrator changed now"));
    }

    @Test
    void shouldTellNobodyOfTheAccountOfAMachine() {
        Incident incident = command("SRV-LAB$");

        assertThat(incident.story("en")).contains(", with the account SRV-LAB$.");
        assertThat(incident.recommendations().get("en")).noneMatch(step -> step.contains("changed now"));
    }

    @Test
    void shouldStillCallTheOwnerOfTheHostWhoseAccountItWas() {
        script.by(RADIOLOGY, "jdoe");
        Incident incident = command("jdoe");

        assertThat(incident.story("en")).contains("(WS-RADIO-3, jdoe)").doesNotContain("with the account");
        assertThat(incident.recommendations().get("en"))
                .anyMatch(step -> step.startsWith("Call jdoe, who usually works at"));
    }

    @Test
    void shouldNameAnAccountOnce() {
        script.raise(script.draft("identity.pass_the_hash", PACS).evidence("user", "administrator"));

        assertThat(command("administrator").story("en").split("administrator", -1))
                .hasSize(2);
    }

    @Test
    void shouldNameAccountsOfTheNextHop() {
        script.by(RADIOLOGY).alert("lateral.remote_service_command", PACS);
        script.after(1).by(PACS);
        script.raise(script.draft("lateral.remote_service_command", LAB).evidence(LoggedOn.EVIDENCE, "anna"))
                .raise(script.draft("lateral.remote_service_command", CONTROLLER)
                        .evidence(LoggedOn.EVIDENCE, "bert"));

        assertThat(script.only().story("en")).contains(", with the accounts anna and bert.");
    }

    @Test
    void shouldCountWhatIsNotTold() {
        script.outcome(Outcome.FAILED);
        script.by("10.1.4.50").alert("lateral.remote_service_query", "10.1.4.60");
        script.by("10.1.4.51").alert("lateral.remote_service_query", "10.1.4.61");
        assertThat(script.incidents.counts()).isEqualTo(new IncidentCounts(2, 0, true));

        script.outcome(Outcome.SUCCEEDED);
        script.by("10.1.4.52").alert("lateral.remote_service_command", "10.1.4.62");
        assertThat(script.incidents.counts()).isEqualTo(new IncidentCounts(3, 1, false));
        assertThat(script.incidents.counts()).isEqualTo(IncidentCounts.of(script.incidents.list()));
        assertThat(script.incidents.list(1, Long.MIN_VALUE))
                .singleElement()
                .satisfies(told -> assertThat(told.actor().ip()).hasToString("10.1.4.52"));
    }
}
