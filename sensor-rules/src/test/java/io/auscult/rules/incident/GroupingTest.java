package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import io.auscult.core.counter.Counter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any alerts. */
class GroupingTest {
    private static final List<String> RULES = List.of(
            "scan.port_scan",
            "identity.password_guessing",
            "identity.dcsync",
            "identity.clear_text",
            "lateral.remote_service_command",
            "lateral.file_spread");

    private static List<Alert> alerts(Random random, int count, int hosts, boolean atOnce) {
        AlertScript script = new AlertScript();
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            script.by("10.1.4." + random.nextInt(1, hosts))
                    .outcome(Outcome.values()[random.nextInt(Outcome.values().length)]);
            if (!atOnce) {
                script.after(random.nextInt(90));
            }
            alerts.add(script.draft(
                            RULES.get(random.nextInt(RULES.size())),
                            "10.1." + random.nextInt(3) + "." + random.nextInt(1, hosts))
                    .count(random.nextInt(1, 100))
                    .alert());
        }
        return alerts;
    }

    private static List<Incident> told(List<Alert> alerts) {
        AlertScript script = new AlertScript();
        alerts.forEach(script.incidents::raise);
        assertThat(script.told).hasSameSizeAs(alerts);
        return script.incidents.list();
    }

    @Test
    void shouldSayTheSameForAnyOrderOfAlertsOfOneMoment() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Alert> alerts = alerts(random, 12, 12, true);
            List<Incident> expected = told(alerts);
            for (int i = 0; i < 5; i++) {
                Collections.shuffle(alerts, random);
                List<Incident> incidents = told(alerts);
                assertThat(incidents).as("seed " + seed).hasSameSizeAs(expected);
                for (int k = 0; k < incidents.size(); k++) {
                    Incident one = expected.get(k);
                    Incident other = incidents.get(k);
                    assertThat(other.findings()).as("seed " + seed).hasSameSizeAs(one.findings());
                    assertThat(other.severity()).isEqualTo(one.severity());
                    assertThat(other.alerts()).isEqualTo(one.alerts());
                    assertThat(other.hops()).isEqualTo(one.hops());
                    assertThat(other.hosts()).isEqualTo(one.hosts());
                    assertThat(other.happened()).as("seed " + seed).isEqualTo(one.happened());
                    assertThat(other.recommendations()).isEqualTo(one.recommendations());
                }
            }
        }
    }

    @Test
    void shouldNeverLoseAnAlertByMerging() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Alert> alerts = alerts(random, 300, 40, false);
            List<Incident> incidents = told(alerts);
            assertThat(incidents.stream().mapToLong(Incident::alerts).sum()).isEqualTo(alerts.size());
            assertThat(incidents.stream()
                            .flatMap(incident -> incident.findings().stream())
                            .mapToLong(Finding::alerts)
                            .sum())
                    .isEqualTo(alerts.size());
            assertThat(incidents.stream()
                            .flatMap(incident -> incident.findings().stream())
                            .mapToLong(Finding::count)
                            .sum())
                    .isEqualTo(alerts.stream().mapToLong(Alert::count).sum());
            assertThat(incidents).extracting(Incident::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldCountWhatIsToldAgainOnce() {
        AlertScript script = new AlertScript();
        for (int count : new int[] {10, 100, 1000}) {
            script.incidents.raise(script.draft("scan.port_scan", "10.1.4.9")
                    .count(count)
                    .seen(AlertScript.START, AlertScript.START + count, 1)
                    .alert());
        }
        assertThat(script.only().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(1000);
            assertThat(finding.alerts()).isEqualTo(3);
        });
    }

    @Test
    void shouldStayWithinItsBounds() {
        AlertScript script = new AlertScript();
        script.by("10.1.4.20");
        for (int i = 0; i < 5_000; i++) {
            script.alert(RULES.get(i % RULES.size()), "10." + i / 250 % 250 + ".7." + (1 + i % 250));
        }
        Incident incident = script.only();
        assertThat(incident.alerts()).isEqualTo(5_000);
        assertThat(incident.findings()).hasSizeLessThanOrEqualTo(Gathering.MAX_DEEDS + RULES.size());
        assertThat(incident.hosts()).hasSizeLessThanOrEqualTo(Gathering.MAX_HOSTS);
        assertThat(incident.findings().stream().mapToLong(Finding::alerts).sum())
                .isEqualTo(5_000);
    }

    @Test
    void shouldForgetTheLongestIdleIncidentFirst() {
        AlertScript script = new AlertScript();
        for (int i = 0; i < Incidents.MOST + 10; i++) {
            script.by("10." + i / 60_000 + "." + i / 250 % 250 + "." + (1 + i % 250))
                    .alert("identity.dcsync", "172.16." + i / 250 % 250 + "." + (1 + i % 250));
        }
        assertThat(script.incidents.list()).hasSize(Incidents.MOST);
        assertThat(script.counters.get(Counter.STATES_EVICTED)).isEqualTo(10);
    }

    @Test
    void shouldNeverTakeAWeaknessForAHop() {
        AlertScript script = new AlertScript();
        script.by("10.1.4.20").alert("lateral.remote_service_command", "10.1.4.30");
        script.after(1).by("10.1.4.30").alert("identity.clear_text", "10.1.4.40");

        assertThat(script.incidents.list())
                .hasSize(2)
                .extracting(incident -> incident.phases().getFirst())
                .contains(Phase.EXPOSURE);
    }
}
