package io.auscult.core.protocol.dcerpc;

import static io.auscult.core.protocol.dcerpc.RpcBytes.bind;
import static io.auscult.core.protocol.dcerpc.RpcBytes.bindAck;
import static io.auscult.core.protocol.dcerpc.RpcBytes.little;
import static io.auscult.core.protocol.dcerpc.RpcBytes.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Expectations;
import io.auscult.core.protocol.StreamView;
import org.junit.jupiter.api.Test;

class RpcPortsTest {
    private static final String NETLOGON = "12345678-1234-abcd-ef00-01234567cffb";
    private static final String DRSUAPI = "e3514235-4b06-11d1-ab04-00c04fc2dcd2";

    private final Expectations expectations = new Expectations();
    private final ConnectionId connection = new ConnectionId();
    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());

    private void give(DcerpcParser parser, Direction direction, byte[] bytes) {
        connection.respPort = 49_667;
        out.into(block);
        out.at(1_000_000_000L, 1);
        parser.onData(
                new StreamView()
                        .wrap(bytes, 0, bytes.length, direction, false, connection)
                        .expecting(expectations),
                out);
    }

    private void association(String uuid) {
        DcerpcParser parser = new DcerpcParser();
        give(parser, Direction.ORIG, bind(little(), 1, uuid));
        give(parser, Direction.RESP, bindAck(little(), 1, "49667"));
    }

    /** What is said of a call whose bind was not seen. */
    private Event call() {
        DcerpcParser parser = new DcerpcParser();
        give(parser, Direction.ORIG, request(little(), 2, 3, new byte[8]));
        parser.onEnd(out);
        Event event = new Event();
        event.wrap(block, block.count() - 1);
        return event;
    }

    @Test
    void shouldKnowTheInterfaceOfAPortFromAnEarlierBind() {
        block.begin(1);
        association(DRSUAPI);

        Event call = call();

        assertThat(call.text(DcerpcParser.OPERATION)).isEqualTo("DRSGetNCChanges");
        assertThat(call.text(DcerpcParser.ENDPOINT_FROM)).isEqualTo("expected");
    }

    @Test
    void shouldNotGuessWhereAPortServesMore() {
        block.begin(1);
        association(DRSUAPI);
        association(NETLOGON);

        Event call = call();

        assertThat(call.has(DcerpcParser.ENDPOINT)).isFalse();
        assertThat(call.text(DcerpcParser.OPERATION)).isEqualTo("unknown-3");
    }
}
