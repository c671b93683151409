package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.detect.Detector;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What detectors tell is an event too, and rules can combine it with others. */
class NoticeTest {
    private static final String RULES = """
            title: Somebody swept
            name: swept
            logsource:
                product: zeek
                service: notice
            detection:
                sweep:
                    note: scan.test_sweep
                    level: medium
                    outcome: failed
                    id.orig_h|cidr: 10.0.0.0/8
                condition: sweep
            level: informational
            ---
            title: Somebody connected
            name: connected
            logsource:
                product: zeek
                service: conn
            detection:
                some:
                    conn_state: SF
                condition: some
            level: informational
            ---
            title: Any notice
            name: any_notice
            logsource:
                product: zeek
                service: notice
            detection:
                any:
                    note|exists: true
                condition: any
            level: low
            ---
            title: Notice of a rule
            logsource:
                product: zeek
                service: notice
            detection:
                own:
                    note|endswith: any_notice
                condition: own
            level: low
            ---
            title: A sweep, then a connection
            name: swept_then_connected
            correlation:
                type: temporal_ordered
                rules: [swept, connected]
                group-by: [id.orig_h]
                timespan: 10m
            level: high
            """;

    private final Counters counters = new Counters();
    private final List<String> told = new ArrayList<>();
    private final EventBlock block = new EventBlock();
    private final EventWriter writer = new EventWriter(counters);
    private final Event event = new Event();
    private final Rule sweep = new Rule(
            "scan.test_sweep",
            1,
            1,
            "Sweep",
            "scan",
            Level.MEDIUM,
            Confidence.HIGH,
            List.of(),
            "For a test.",
            Map.of());
    private final DetectStage stage = new DetectStage(
            List.of(new Sweeps(), new SigmaDetector(RuleScript.load(RULES), counters)), this::tell, counters);

    /** Takes every resolution of an address for a sweep. */
    private final class Sweeps implements Detector {
        @Override
        public List<EventType> wants() {
            return List.of(FlowEvents.ARP);
        }

        @Override
        public void onEvent(Event e, AlertSink alerts) {
            alerts.raise(new AlertDraft(sweep, Party.of(IpAddress.parse("10.0.0.9")), e)
                    .outcome(Outcome.FAILED)
                    .alert());
        }
    }

    private void tell(Alert alert) {
        told.add(alert.rule().title());
        stage.noticed(alert);
    }

    private void happens(EventType type, String source) {
        block.begin(1);
        writer.into(block);
        writer.at(1_700_000_000_000_000_000L + told.size(), 1);
        ConnectionId id = new ConnectionId();
        id.origHigh = IpAddress.parse(source).high();
        id.origLow = IpAddress.parse(source).low();
        writer.connection(id);
        writer.begin(type);
        if (type == FlowEvents.CONN) {
            writer.set(FlowEvents.CONN_STATE, "SF");
        }
        writer.end();
        event.wrap(block, 0);
        stage.onEvent(event);
    }

    @Test
    void shouldCombineWhatADetectorToldWithWhatHappensThen() {
        happens(FlowEvents.CONN, "10.0.0.9");
        happens(FlowEvents.ARP, "10.0.0.9");
        happens(FlowEvents.CONN, "10.0.0.8");
        assertThat(told).contains("Sweep").doesNotContain("A sweep, then a connection");
        happens(FlowEvents.CONN, "10.0.0.9");
        assertThat(told).contains("A sweep, then a connection");
    }

    @Test
    void shouldNotMakeNoticesOfWhatRulesTell() {
        happens(FlowEvents.ARP, "10.0.0.9");
        assertThat(told).containsExactly("Sweep", "Any notice");
    }

    @Test
    void shouldRefuseALevelThatNoNoticeHas() {
        assertThat(RuleScript.problems(RuleScript.rule("notice", "some:\n    level: grave\ncondition: some")))
                .anyMatch(problem -> problem.contains("grave"));
    }
}
