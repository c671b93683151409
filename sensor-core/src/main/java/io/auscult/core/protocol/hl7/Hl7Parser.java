package io.auscult.core.protocol.hl7;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.util.List;

/**
 * HL7 version 2 over MLLP: messages with their acknowledgements, counts of the connection. An acknowledgement belongs to the message whose
 * control id it repeats, or to the oldest when it repeats none. After a gap reading goes on with the next segment that begins.
 */
public final class Hl7Parser implements ProtocolParser {
    public static final EventType HL7 = Hl7Message.HL7;
    public static final EventType HL7_CONNECTION =
            EventType.of("hl7_connection", "What passed in a connection of HL7 version 2, when it ended.");

    private static final Field ORIG_MESSAGES =
            HL7_CONNECTION.count("orig_messages", "Messages of the originator, acknowledgements left out.");
    private static final Field RESP_MESSAGES =
            HL7_CONNECTION.count("resp_messages", "Messages of the responder, acknowledgements left out.");
    private static final Field ACCEPTED = HL7_CONNECTION.count("accepted", "Acknowledgements that accept.");
    private static final Field ERRORS = HL7_CONNECTION.count("errors", "Acknowledgements that tell of an error.");
    private static final Field REJECTED = HL7_CONNECTION.count("rejected", "Acknowledgements that reject.");
    private static final Field UNANSWERED =
            HL7_CONNECTION.count("unanswered", "Messages whose acknowledgement was not seen.");
    private static final Field ORIG_MESSAGE_BYTES =
            HL7_CONNECTION.count("orig_message_bytes", "Bytes of all messages of the originator.");
    private static final Field RESP_MESSAGE_BYTES =
            HL7_CONNECTION.count("resp_message_bytes", "Bytes of all messages of the responder.");

    /** IANA's port, its TLS twin left out, and those that interface engines use out of the box. */
    private static final List<Integer> PORTS = List.of(2575, 6661, 6662);

    public static final Protocol PROTOCOL =
            new Protocol("hl7", true, false, PORTS, Hl7Probe::probe, Hl7Parser::new, List.of(HL7, HL7_CONNECTION));

    /** Messages of both sides that wait for their acknowledgement; beyond, the oldest is written without. */
    static final int MAX_PENDING = 16;

    private final Hl7Side[] sides = {new Hl7Side(), new Hl7Side()};
    private final Hl7Message[] pending = new Hl7Message[MAX_PENDING]; // in order of arrival; spare ones behind
    private int pendingCount;
    private final long[] messages = new long[2];
    private final long[] bytes = new long[2];
    private long accepted;
    private long errors;
    private long rejected;
    private long unanswered;
    private long startNs;
    private boolean started;
    private boolean reported;

    public Hl7Parser() {
        for (int i = 0; i < MAX_PENDING; i++) {
            pending[i] = new Hl7Message();
        }
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        Hl7Side side = sides[d];
        if (!started) {
            started = true;
            startNs = out.nowNs();
        }
        for (int at = 0; at < in.length(); at++) {
            at += side.skip(in, at);
            if (at == in.length()) {
                break;
            }
            switch (side.next(in.u8(at))) {
                case NOTHING -> {}
                case HEADER -> {
                    in.confirm();
                    endMessage(side, d, out); // in a batch, or of a frame that has no end
                    side.begin(d, out.nowNs());
                }
                case FRAME_ENDS -> endMessage(side, d, out);
                case ODD -> report(out);
            }
        }
        return in.length();
    }

    private void endMessage(Hl7Side side, int d, EventWriter out) {
        if (!side.hasMessage()) {
            return;
        }
        Hl7Message message = side.message();
        bytes[d] += message.bytes;
        if (message.isAnswer()) {
            onAnswer(message, d, out);
            side.release(message);
            return;
        }
        messages[d]++;
        if (pendingCount == MAX_PENDING) {
            writeUnanswered(out);
        }
        Hl7Message spare = pending[pendingCount];
        pending[pendingCount++] = message;
        side.release(spare);
    }

    private void onAnswer(Hl7Message answer, int d, EventWriter out) {
        accepted += answer.isAccepted() ? 1 : 0;
        errors += answer.isError() ? 1 : 0;
        rejected += answer.isRejected() ? 1 : 0;
        for (int i = 0; i < pendingCount; i++) {
            Hl7Message asked = pending[i];
            if (asked.direction != d
                    && (answer.ackControlId.length() == 0 || answer.ackControlId.textEquals(asked.controlId))) {
                asked.write(out, answer);
                remove(i);
                return;
            }
        }
        answer.write(out, answer);
    }

    private void writeUnanswered(EventWriter out) {
        unanswered++;
        pending[0].write(out, null);
        remove(0);
    }

    private void remove(int index) {
        Hl7Message removed = pending[index];
        pendingCount--;
        System.arraycopy(pending, index + 1, pending, index, pendingCount - index);
        pending[pendingCount] = removed;
    }

    private void report(EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(Anomaly.PROTOCOL_VIOLATION, "hl7");
        }
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        sides[direction.ordinal()].gap(length);
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int d = 0; d < 2; d++) {
            endMessage(sides[d], d, out); // cut
        }
        while (pendingCount > 0) {
            writeUnanswered(out);
        }
        if (messages[0] + messages[1] + accepted + errors + rejected == 0) {
            return;
        }
        out.begin(HL7_CONNECTION, startNs);
        out.set(ORIG_MESSAGES, messages[0]);
        out.set(RESP_MESSAGES, messages[1]);
        out.set(ACCEPTED, accepted);
        out.set(ERRORS, errors);
        out.set(REJECTED, rejected);
        out.set(UNANSWERED, unanswered);
        out.set(ORIG_MESSAGE_BYTES, bytes[0]);
        out.set(RESP_MESSAGE_BYTES, bytes[1]);
        out.end();
    }

    @Override
    public int kept() {
        int kept = sides[0].kept() + sides[1].kept();
        for (int i = 0; i < pendingCount; i++) {
            kept += pending[i].kept();
        }
        return kept;
    }

    @Override
    public void reset() {
        for (int d = 0; d < 2; d++) {
            sides[d].reset();
            messages[d] = 0;
            bytes[d] = 0;
        }
        pendingCount = 0;
        accepted = 0;
        errors = 0;
        rejected = 0;
        unanswered = 0;
        started = false;
        reported = false;
    }
}
