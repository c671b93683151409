package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.Detectors;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LowAlertLimitTest {
    private static final Rule RULE = new Detectors()
            .rules().stream()
                    .filter(rule -> rule.id().equals("identity.clear_text"))
                    .findFirst()
                    .orElseThrow();

    private final Counters counters = new Counters();
    private final LowAlertLimit limit = new LowAlertLimit(counters);
    private long nowNs = 1_800_000_000_000_000_000L;

    private Alert draft(int host, Level level) {
        nowNs += 1_000_000;
        Party actor = Party.of(new IpAddress(0, 0xFFFF_0A00_0000L + host));
        return new AlertDraft(RULE, actor, nowNs, ConnectionRef.NONE)
                .level(level)
                .alert();
    }

    private List<Alert> told(int hosts, int each, Level level) {
        List<Alert> told = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            IntStream.range(0, hosts)
                    .mapToObj(host -> limit.passed(draft(host, level)))
                    .filter(Objects::nonNull)
                    .forEach(told::add);
        }
        return told;
    }

    @Test
    void shouldTellTheFirstOfAHostAndThenTenfold() {
        List<Alert> told = told(1, 1_000, Level.LOW);

        assertThat(told).hasSize(LowAlertLimit.EACH + 2);
        assertThat(told.getLast().evidence()).containsEntry(LowAlertLimit.ALIKE, "1000");
        assertThat(counters.get(Counter.ALERTS_ALIKE)).isEqualTo(1_000 - told.size());
    }

    @Test
    void shouldTellTheFirstHostsAndThenTenfold() {
        List<Alert> told = told(20_000, 1, Level.LOW);

        assertThat(told).hasSize(LowAlertLimit.ACTORS + 2);
        assertThat(told.getLast().evidence()).containsEntry(LowAlertLimit.HOSTS, "10000");
    }

    @Test
    void shouldTellWhatIsMedium() {
        assertThat(told(1_000, 3, Level.MEDIUM)).hasSize(3_000);
    }

    @Test
    void shouldBeginAnewWithTheNextDay() {
        told(1_000, 1, Level.LOW);
        nowNs += LowAlertLimit.DAY_NS;

        assertThat(told(10, 1, Level.LOW)).hasSize(10);
    }
}
