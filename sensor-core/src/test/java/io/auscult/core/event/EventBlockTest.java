package io.auscult.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.flow.FlowEvents;
import org.junit.jupiter.api.Test;

class EventBlockTest {
    @Test
    void shouldKeepCopiesOfEventsWhenTheirBlockIsUsedAgain() {
        EventBlock source = new EventBlock();
        EventWriter writer = new EventWriter(new Counters());
        EventBlock kept = new EventBlock();
        kept.begin(0);
        Event view = new Event();
        for (int i = 0; i < 300; i++) {
            source.begin(i);
            writer.into(source);
            writer.at(1_000 + i, i);
            ConnectionId id = new ConnectionId();
            id.uid = i;
            id.respPort = i;
            writer.connection(id);
            writer.begin(FlowEvents.CONN);
            byte[] history = ("S" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            writer.set(FlowEvents.HISTORY, history, 0, history.length);
            writer.set(FlowEvents.ORIG_BYTES, i);
            writer.end();
            view.wrap(source, 0);
            assertThat(kept.add(view)).isTrue();
        }
        assertThat(kept.count()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            view.wrap(kept, i);
            assertThat(view.type()).isSameAs(FlowEvents.CONN);
            assertThat(view.timestampNs()).isEqualTo(1_000 + i);
            assertThat(view.respPort()).isEqualTo(i);
            assertThat(view.number(FlowEvents.ORIG_BYTES)).isEqualTo(i);
            assertThat(view.text(FlowEvents.HISTORY)).isEqualTo("S" + i);
            assertThat(view.has(FlowEvents.SERVICE)).isFalse();
        }
    }
}
