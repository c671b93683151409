package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.FlowEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectStageTest {
    private final List<String> told = new ArrayList<>();
    private final Counters counters = new Counters();

    private Detector detector(String name, EventType type, boolean crashes) {
        return new Detector() {
            @Override
            public List<EventType> wants() {
                return List.of(type);
            }

            @Override
            public void onEvent(Event event, AlertSink alerts) {
                told.add(name + " " + event.type());
                if (crashes) {
                    throw new IllegalStateException("broken");
                }
            }

            @Override
            public void onTime(long nowNs, AlertSink alerts) {
                told.add(name + " time " + nowNs);
            }

            @Override
            public void onEnd(long nowNs, AlertSink alerts) {
                told.add(name + " end " + nowNs);
            }
        };
    }

    @Test
    void shouldGiveEachDetectorWhatItWantsAndOutliveTheBroken() {
        DetectStage stage = new DetectStage(
                List.of(
                        detector("a", FlowEvents.ARP, true),
                        detector("b", FlowEvents.ARP, false),
                        detector("c", FlowEvents.CONN, false)),
                alert -> {},
                counters);
        EventBlock block = new EventBlock();
        block.begin(1);
        EventWriter writer = new EventWriter(counters);
        writer.into(block);
        writer.at(5, 1);
        writer.begin(FlowEvents.ARP);
        writer.end();
        writer.begin(FlowEvents.ICMP);
        writer.end();
        Event event = new Event();
        for (int i = 0; i < block.count(); i++) {
            event.wrap(block, i);
            stage.onEvent(event);
        }
        stage.onBlockEnd(3);
        stage.onEnd();

        assertThat(told)
                .containsExactly("a arp", "b arp", "a time 5", "b time 5", "c time 5", "a end 5", "b end 5", "c end 5");
        assertThat(counters.get(Counter.DETECTOR_CRASHES)).isEqualTo(1);
        assertThat(stage.firstCrash()).contains("broken");
    }
}
