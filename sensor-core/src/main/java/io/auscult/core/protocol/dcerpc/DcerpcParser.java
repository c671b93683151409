package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.gssapi.GssReader;
import java.util.List;
import java.util.stream.Stream;

/**
 * DCE/RPC over TCP and UDP, C706 and [MS-RPCE]: finds the messages in a stream, also again after a gap, and gives them to
 * {@link RpcSession}; datagrams go to {@link RpcDatagram}. Calls over pipes come the other way, see {@link RpcStream}.
 */
public final class DcerpcParser implements ProtocolParser {
    public static final EventType DCE_RPC = EventType.of("dce_rpc", "A remote procedure call, answered or not.");
    static final Field RTT = DCE_RPC.interval("rtt", "From the request to the end of its answer.");
    static final Field NAMED_PIPE = DCE_RPC.text("named_pipe", "Pipe or port as the responder calls it.");
    static final Field ENDPOINT = DCE_RPC.text("endpoint", "Name of the interface.");
    static final Field OPERATION = DCE_RPC.text("operation", "Name of the operation.");
    public static final Field UUID = DCE_RPC.text("uuid", "The interface.");
    static final Field ENDPOINT_FROM = DCE_RPC.text(
            "endpoint_from",
            "How the interface is known: bind, request (datagrams name it), expected (from an endpoint mapper or an earlier bind there), pipe, or arguments (they can hardly be another's).");
    public static final Field OPNUM = DCE_RPC.count("opnum", "Number of the operation.");
    static final Field CALL_ID = DCE_RPC.count("call_id", "The originator's number of the call.");
    static final Field OBJECT = DCE_RPC.text("object", "The object it was made on.");
    static final Field OUTCOME = DCE_RPC.text(
            "outcome",
            "What became of it: success, failure, answered (the answer cannot be read) or unanswered (none was seen).");
    static final Field FAULT = DCE_RPC.text("fault", "Why the call was not carried out.");
    static final Field RESULT = DCE_RPC.text("result", "What the operation returned.");
    static final Field AUTH_TYPE = DCE_RPC.text("auth_type", "Who vouches for the caller.");
    static final Field AUTH_LEVEL = DCE_RPC.text("auth_level", "What the authentication protects.");
    static final Field SEALED = DCE_RPC.bool("sealed", "Whether the arguments are encrypted.");
    static final Field REQUEST_BYTES = DCE_RPC.count("request_bytes", "Bytes of arguments.");
    static final Field RESPONSE_BYTES = DCE_RPC.count("response_bytes", "Bytes of results.");

    static final Field NULL_CREDENTIAL =
            DCE_RPC.bool("null_credential", "Whether a credential of Netlogon was nothing but zeros.");
    static final Field MAPPED_PORT = DCE_RPC.count("mapped_port", "Port that the endpoint mapper answered.");

    /** By their ordinal. */
    static final List<Field> ARGUMENTS = Stream.of(Argument.values())
            .map(argument -> argument.declare(DCE_RPC))
            .toList();

    public static final EventType DCE_RPC_BIND =
            EventType.of("dce_rpc_bind", "An originator asked to use interfaces, by a bind or an alter context.");
    static final Field BIND_RTT = DCE_RPC_BIND.interval("rtt", "From the request to its answer.");
    static final Field BIND_PIPE = DCE_RPC_BIND.text("named_pipe", "Pipe or port as the responder calls it.");
    static final Field BIND_ENDPOINTS = DCE_RPC_BIND.textList("endpoints", "Names of the interfaces asked for.");
    static final Field BIND_UUIDS = DCE_RPC_BIND.textList("uuids", "The interfaces asked for.");
    static final Field BIND_RESULTS = DCE_RPC_BIND.textList("results", "The responder's answer to each.");
    static final Field BIND_OUTCOME =
            DCE_RPC_BIND.text("outcome", "Whether any was accepted: success, failure or unanswered.");
    static final Field BIND_REASON = DCE_RPC_BIND.text("reason", "Why the whole request was refused.");
    static final Field BIND_AUTH_TYPE = DCE_RPC_BIND.text("auth_type", "Who is to vouch for the originator.");
    static final Field BIND_AUTH_LEVEL = DCE_RPC_BIND.text("auth_level", "What the authentication is to protect.");

    private static final int EPMAPPER = 135;

    public static final Protocol PROTOCOL = new Protocol(
            "dce_rpc",
            true,
            true,
            List.of(EPMAPPER),
            DcerpcProbe::probe,
            DcerpcParser::new,
            Stream.concat(Stream.of(DCE_RPC, DCE_RPC_BIND), GssReader.EVENTS.stream())
                    .toList());

    private final RpcSession session = new RpcSession(true);
    private final RpcDatagram datagram = new RpcDatagram(session);
    private final boolean[] lost = new boolean[2];

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isDatagram()) {
            return datagram.read(in, out) ? in.length() : REJECT;
        }
        int at = 0;
        while (in.length() - at >= RpcPdu.HEADER) {
            if (!RpcPdu.isHeader(in, at)) {
                if (!lost[in.direction().ordinal()]) {
                    return REJECT;
                }
                at++;
                continue;
            }
            int length = RpcPdu.fragmentLength(in, at);
            if (in.length() - at < length) {
                break;
            }
            lost[in.direction().ordinal()] = false;
            session.onPdu(in, at, length, out);
            in.confirm();
            at += length;
        }
        return at;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        lost[direction.ordinal()] = true;
        session.onGap(direction);
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        session.end(out);
    }

    @Override
    public int kept() {
        return session.kept();
    }

    @Override
    public void reset() {
        lost[0] = false;
        lost[1] = false;
        session.reset();
    }
}
