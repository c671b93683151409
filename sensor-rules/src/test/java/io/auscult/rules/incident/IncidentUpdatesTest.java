package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Incident;
import io.auscult.core.event.EventConsumer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentUpdatesTest {
    private static final String LOW = "scan.port_scan";
    private static final String HIGH = "lateral.exploit_spread";

    private final List<Incident> told = new ArrayList<>();
    private final AlertScript script = new AlertScript();
    private final EventConsumer clock = script.incidents.clock();

    IncidentUpdatesTest() {
        script.incidents.grown(told::add);
    }

    @Test
    void shouldTellSoonAfterTheBeginningAndThenNowAndThen() throws IOException {
        for (int second = 0; second < 100; second++) {
            script.at(second).alert(LOW, "10.1.4.9");
            tick(second);
        }
        assertThat(told).extracting(Incident::alerts).containsExactly(2L, 32L, 62L, 92L);
        assertThat(told).extracting(Incident::id).containsOnly(told.getFirst().id());
        clock.onEnd();
        assertThat(told.getLast().alerts()).isEqualTo(100);
        clock.onEnd();
        assertThat(told).hasSize(5);
    }

    @Test
    void shouldTellAtOnceWhenItGetsWorse() throws IOException {
        script.at(0).alert(LOW, "10.1.4.9");
        tick(1);
        assertThat(told).hasSize(1);
        script.at(2).alert(LOW, "10.1.4.9");
        tick(2);
        assertThat(told).hasSize(1);
        script.at(3).alert(HIGH, "10.1.4.9");
        tick(3);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().severity()).isGreaterThan(told.getFirst().severity());
    }

    @Test
    void shouldTellNothingOfWhatDidNotGrow() throws IOException {
        script.at(0).alert(LOW, "10.1.4.9");
        tick(10);
        tick(100);
        clock.onEnd();
        assertThat(told).hasSize(1);
    }

    private void tick(long second) throws IOException {
        clock.onBlockEnd(AlertScript.START + second * 1_000_000_000L);
    }
}
