package io.auscult.core.protocol.socks;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import org.junit.jupiter.api.Test;

class SocksParserTest {
    private final SocksParser parser = new SocksParser();
    private final EventWriter out = new EventWriter(new Counters());
    private final StreamView view = new StreamView();

    private int orig(String hex) {
        return say(Direction.ORIG, hex);
    }

    private int resp(String hex) {
        return say(Direction.RESP, hex);
    }

    private int say(Direction direction, String hex) {
        byte[] bytes = Bytes.hex(hex);
        return parser.onData(view.wrap(bytes, 0, bytes.length, direction, false, new ConnectionId()), out);
    }

    private static Verdict probe(String hex) {
        byte[] bytes = Bytes.hex(hex);
        return SocksProbe.probe(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }

    @Test
    void shouldGiveWayWhenTheProxyOfVersion5HasSaidYes() {
        assertThat(orig("05 01 00")).isEqualTo(3);
        assertThat(resp("05")).isZero();
        assertThat(resp("05 00")).isEqualTo(2);
        assertThat(view.isConfirmed()).isTrue();
        assertThat(orig("05 01 00 01 0a000001 0050")).isEqualTo(10);
        assertThat(resp("05 00 00 01 0a0000")).isZero();
        assertThat(resp("05 00 00 01 0a000001 0050 48545450")).isEqualTo(10);
        assertThat(view.isHandedOver()).isTrue();
    }

    @Test
    void shouldPassOverAPassword() {
        orig("05 01 02");
        assertThat(resp("05 02")).isEqualTo(2);
        orig("01 01 61 01 62");
        assertThat(resp("01 00")).isEqualTo(2);
        orig("05 01 00 03 01 61 0050");
        assertThat(resp("05 00 00 03 01 61 0050")).isEqualTo(8);
        assertThat(view.isHandedOver()).isTrue();
    }

    @Test
    void shouldStopWhenTheProxyRefuses() {
        orig("05 01 00");
        assertThat(resp("05 ff")).isEqualTo(ProtocolParser.DONE);
        parser.reset();
        orig("04 01 0050 0a000001 00");
        assertThat(resp("00 5b 0000 00000000")).isEqualTo(ProtocolParser.DONE);
    }

    @Test
    void shouldGiveWayWhenTheProxyOfVersion4HasSaidYes() {
        orig("04 01 0050 0a000001 00");
        assertThat(resp("00 5a 0000 00000000")).isEqualTo(8);
        assertThat(view.isHandedOver()).isTrue();
    }

    @Test
    void shouldRecogniseWholeRequestsOnly() {
        assertThat(probe("05")).isEqualTo(Verdict.UNSURE);
        assertThat(probe("05 02 00")).isEqualTo(Verdict.UNSURE);
        assertThat(probe("05 02 00 02")).isEqualTo(Verdict.YES);
        assertThat(probe("05 02 00 02 00")).isEqualTo(Verdict.NO);
        assertThat(probe("05 02 00 42")).isEqualTo(Verdict.NO);
        assertThat(probe("05 00")).isEqualTo(Verdict.NO);
        assertThat(probe("04 01 0050 0a000001 61")).isEqualTo(Verdict.UNSURE);
        assertThat(probe("04 01 0050 0a000001 6100")).isEqualTo(Verdict.YES);
        assertThat(probe("04 03 0050 0a000001 00")).isEqualTo(Verdict.NO);
    }
}
