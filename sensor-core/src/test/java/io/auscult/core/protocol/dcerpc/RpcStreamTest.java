package io.auscult.core.protocol.dcerpc;

import static io.auscult.core.protocol.dcerpc.RpcBytes.little;
import static io.auscult.core.protocol.dcerpc.RpcBytes.request;
import static io.auscult.core.protocol.dcerpc.RpcBytes.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcStreamTest {
    private final RpcStream stream = new RpcStream();
    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final ConnectionId connection = new ConnectionId();

    @BeforeEach
    void begin() {
        block.begin(1);
        out.into(block);
        out.at(1_000_000_000L, 1);
        TextSlot name = new TextSlot(100);
        name.append("\\PIPE\\NETLOGON");
        stream.pipe(name);
    }

    private void give(Direction direction, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            StreamView view = new StreamView().wrap(bytes, 0, bytes.length, direction, false, connection);
            stream.data(view, at, Math.min(piece, bytes.length - at), out);
        }
    }

    private List<String> operations() {
        List<String> texts = new ArrayList<>();
        Event event = new Event();
        for (int i = 0; i < block.count(); i++) {
            event.wrap(block, i);
            texts.add(event.text(DcerpcParser.ENDPOINT) + " " + event.text(DcerpcParser.OPERATION) + " "
                    + event.text(DcerpcParser.OUTCOME));
        }
        return texts;
    }

    @Test
    void shouldTakeTheInterfaceFromThePipeWhenNoBindWasSeen() {
        give(Direction.ORIG, request(little(), 2, 4, new byte[8]), 1000);
        give(Direction.RESP, response(little(), 2, new byte[4]), 1000);

        assertThat(operations()).containsExactly("netlogon NetrServerReqChallenge success");
        assertThat(connection.service).isEqualTo("dce_rpc");
    }

    @Test
    void shouldJoinMessagesThatComeInPieces() {
        give(Direction.ORIG, request(little(), 2, 4, new byte[800]), 7);
        give(Direction.RESP, response(little(), 2, new byte[4]), 7);

        assertThat(operations()).containsExactly("netlogon NetrServerReqChallenge success");
        assertThat(stream.kept()).isZero();
    }

    @Test
    void shouldPassOverPipesOfOtherPrograms() {
        give(Direction.ORIG, new byte[100_000], 5000);
        give(Direction.ORIG, request(little(), 2, 4, new byte[8]), 1000);
        stream.end(out);

        assertThat(operations()).isEmpty();
        assertThat(stream.kept()).isZero();
    }
}
