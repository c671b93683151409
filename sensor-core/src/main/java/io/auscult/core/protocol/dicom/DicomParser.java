package io.auscult.core.protocol.dicom;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.dicom.PduSide.State;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.List;

/**
 * DICOM's upper layer over TCP, PS3.8, and the commands in it, PS3.7. Units are read piece by piece, however long: items and command sets
 * when whole, data sets by size. A gap inside a data set is counted; after any other gap the direction looks for its next unit.
 */
public final class DicomParser implements ProtocolParser {
    public static final EventType DICOM = Operation.DICOM;
    public static final EventType DICOM_ASSOCIATION = AssociationLog.DICOM_ASSOCIATION;

    /** IANA's ports, 104 for privileged servers, and 4242, which Orthanc uses. */
    private static final List<Integer> PORTS = List.of(104, 4242, 11112);

    public static final Protocol PROTOCOL = new Protocol(
            "dicom",
            true,
            false,
            PORTS,
            DicomProbe::probe,
            DicomParser::new,
            List.of(DICOM_ASSOCIATION, DICOM, IdentityUse.IDENTITY));

    /** Longest command set that is read, bytes; of a longer one only the size counts. */
    static final int MAX_COMMAND = 1 << 14;

    private final PduSide[] sides = {new PduSide(), new PduSide()};
    private final Association association = new Association();
    private final Operations operations = new Operations(association);
    private final CommandSet set = new CommandSet();
    private boolean reported;

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        PduSide side = sides[d];
        int at = 0;
        while (at < in.length()) {
            State before = side.state;
            int next = switch (before) {
                case HEADER -> onHeader(in, at, side);
                case ASSOCIATE -> onAssociate(in, at, side, out);
                case ITEM -> onItem(in, at, side, out);
                case SHORT -> onShort(in, at, side, out);
                case VALUE -> onValue(in, at, side, d, out);
                case FRAGMENT -> onFragment(in, at, side, d, out);
                case SKIP -> skip(in, at, side);
                case LOST -> resynchronise(in, at, side);
            };
            if (next < 0) {
                report(out);
                return DONE;
            }
            if (next == at && side.state == before) {
                break;
            }
            at = next;
        }
        side.waiting = in.length() - at;
        return at;
    }

    private int onHeader(StreamView in, int at, PduSide side) {
        if (in.length() - at < Pdu.HEADER) {
            return at;
        }
        side.type = in.u8(at);
        side.unitLeft = in.u32(at + 2);
        side.state = switch (side.type) {
            case Pdu.ASSOCIATE_RQ, Pdu.ASSOCIATE_AC -> State.ASSOCIATE;
            case Pdu.P_DATA -> side.unitLeft == 0 ? State.HEADER : State.VALUE;
            case Pdu.ASSOCIATE_RJ, Pdu.RELEASE_RQ, Pdu.RELEASE_RP, Pdu.ABORT -> State.SHORT;
            default -> State.LOST;
        };
        if (side.state == State.LOST || least(side) > side.unitLeft) {
            return bad(side, at);
        }
        return at + Pdu.HEADER;
    }

    private static int least(PduSide side) {
        return switch (side.state) {
            case ASSOCIATE -> Pdu.ASSOCIATE_HEAD;
            case SHORT -> 4;
            default -> 0;
        };
    }

    /** A unit that cannot be: after a gap the search goes on, otherwise this is no DICOM. */
    private static int bad(PduSide side, int at) {
        if (!side.doubtful) {
            return REJECT;
        }
        side.state = State.LOST;
        return at + 1;
    }

    private int onAssociate(StreamView in, int at, PduSide side, EventWriter out) {
        if (in.length() - at < Pdu.ASSOCIATE_HEAD) {
            return at;
        }
        boolean isRequest = side.type == Pdu.ASSOCIATE_RQ;
        if (isRequest && association.isOpen()) {
            finish(out);
        }
        in.confirm();
        association.head(in, at, isRequest, out.nowNs());
        side.state = State.ITEM;
        return endOfItem(side, at, Pdu.ASSOCIATE_HEAD, out);
    }

    private int onItem(StreamView in, int at, PduSide side, EventWriter out) {
        if (side.unitLeft < Pdu.ITEM_HEADER) {
            return bad(side, at);
        }
        if (in.length() - at < Pdu.ITEM_HEADER) {
            return at;
        }
        int length = in.u16(at + 2);
        if (Pdu.ITEM_HEADER + length > side.unitLeft) {
            return bad(side, at);
        }
        if (in.length() - at < Pdu.ITEM_HEADER + length) {
            return at;
        }
        association.item(in, at + Pdu.ITEM_HEADER, length, in.u8(at), side.type == Pdu.ASSOCIATE_RQ);
        return endOfItem(side, at, Pdu.ITEM_HEADER + length, out);
    }

    private int endOfItem(PduSide side, int at, int length, EventWriter out) {
        side.unitLeft -= length;
        if (side.unitLeft == 0) {
            side.state = State.HEADER;
            if (side.type == Pdu.ASSOCIATE_AC) {
                association.writeIdentity(out);
            }
        }
        return at + length;
    }

    /** Units of four bytes: rejection, release, abort. */
    private int onShort(StreamView in, int at, PduSide side, EventWriter out) {
        if (in.length() - at < 4) {
            return at;
        }
        switch (side.type) {
            case Pdu.ASSOCIATE_RJ -> {
                in.confirm();
                association.rejected(in.u8(at + 1), in.u8(at + 2), in.u8(at + 3), out.nowNs());
                finish(out);
            }
            case Pdu.RELEASE_RQ -> association.released();
            case Pdu.RELEASE_RP -> {
                association.released();
                finish(out);
            }
            default -> {
                association.aborted(in.u8(at + 2), in.u8(at + 3), out.nowNs());
                finish(out);
            }
        }
        side.unitLeft -= 4;
        side.state = side.unitLeft == 0 ? State.HEADER : State.SKIP;
        return at + 4;
    }

    private int onValue(StreamView in, int at, PduSide side, int d, EventWriter out) {
        if (side.unitLeft < Pdu.VALUE_HEADER) {
            return bad(side, at);
        }
        if (in.length() - at < Pdu.VALUE_HEADER) {
            return at;
        }
        long length = in.u32(at) - 2;
        if (length < 0 || length > side.unitLeft - Pdu.VALUE_HEADER) {
            return bad(side, at);
        }
        if (side.broken && (in.u8(at + 5) & Pdu.COMMAND) != 0 && length >= 8) {
            if (in.length() - at < Pdu.VALUE_HEADER + 8) {
                return at;
            }
            if (Pdu.isGroupLength(in, at + Pdu.VALUE_HEADER)) {
                side.clearCommand();
            }
        }
        side.context = in.u8(at + 4);
        side.control = in.u8(at + 5);
        side.valueLeft = length;
        side.unitLeft -= Pdu.VALUE_HEADER;
        side.state = State.FRAGMENT;
        if (length == 0) {
            endOfFragment(in, side, d, out);
        }
        return at + Pdu.VALUE_HEADER;
    }

    private int onFragment(StreamView in, int at, PduSide side, int d, EventWriter out) {
        int length = (int) Math.min(side.valueLeft, in.length() - at);
        if ((side.control & Pdu.COMMAND) == 0) {
            onDataSet(side, d, length, true, out);
        } else if (side.broken || side.command.length() + length > MAX_COMMAND) {
            side.broken = true;
        } else {
            side.command.append(in, at, length);
        }
        take(side, length);
        if (side.valueLeft == 0) {
            endOfFragment(in, side, d, out);
        }
        return at + length;
    }

    private static void take(PduSide side, long length) {
        side.valueLeft -= length;
        side.unitLeft -= length;
    }

    private void onDataSet(PduSide side, int d, long length, boolean seen, EventWriter out) {
        association.dataBytes[d] += length;
        if (side.hasData()) {
            side.dataOf.data(d, length, seen, out.nowNs());
        }
    }

    private void endOfFragment(StreamView in, PduSide side, int d, EventWriter out) {
        side.state = side.unitLeft == 0 ? State.HEADER : State.VALUE;
        if ((side.control & Pdu.LAST) == 0) {
            return;
        }
        endOfDataSet(side, out); // or one whose last fragment was not seen
        if ((side.control & Pdu.COMMAND) == 0) {
            return;
        }
        if (side.broken) {
            side.clearCommand();
            return;
        }
        if (set.read(side.command, association.uids) && Operation.isCommand(set.command)) {
            in.confirm();
            onCommand(side, d, out);
        } else {
            report(out);
        }
        side.clearCommand();
    }

    private void endOfDataSet(PduSide side, EventWriter out) {
        if (side.hasData() && side.answerEnds) {
            operations.write(side.dataOf, out);
        }
        side.dataOf = null;
    }

    private void onCommand(PduSide side, int d, EventWriter out) {
        if (set.command == CommandSet.C_CANCEL) {
            Operation cancelled = operations.find(d, set.answeredId);
            if (cancelled != null) {
                cancelled.cancelled = true;
            }
            return;
        }
        Operation operation;
        boolean ends = false;
        if (set.isAnswer()) {
            operation = operations.find(1 - d, set.answeredId);
            if (operation == null) {
                operation = operations.begin(set, 1 - d, set.answeredId, side.context, out);
            }
            operation.answer(set, out.nowNs());
            ends = !Operation.isPending(set.status);
        } else {
            operation = operations.begin(set, d, set.messageId, side.context, out);
            association.operations++;
        }
        if (set.hasDataSet) {
            side.data(operation, ends);
        } else if (ends) {
            operations.write(operation, out);
        }
    }

    private static int skip(StreamView in, int at, PduSide side) {
        int length = (int) Math.min(side.unitLeft, in.length() - at);
        side.unitLeft -= length;
        if (side.unitLeft == 0) {
            side.state = State.HEADER;
        }
        return at + length;
    }

    /** Looks for the next unit, byte by byte. */
    private static int resynchronise(StreamView in, int at, PduSide side) {
        for (int i = at; i < in.length(); i++) {
            Verdict verdict = Pdu.begins(in, i);
            if (verdict != Verdict.NO) {
                side.state = verdict == Verdict.YES ? State.HEADER : State.LOST;
                return i;
            }
        }
        return in.length();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        PduSide side = sides[direction.ordinal()];
        boolean inData = side.state == State.FRAGMENT && (side.control & Pdu.COMMAND) == 0;
        if (inData && length < side.valueLeft) {
            onDataSet(side, direction.ordinal(), length, false, out);
            take(side, length);
            return true;
        }
        side.doubtful = true;
        side.clearCommand();
        side.broken = true;
        long lost = side.waiting + length;
        side.waiting = 0;
        if (side.state != State.HEADER && side.state != State.LOST && lost < side.unitLeft) {
            side.unitLeft -= lost;
            side.state = State.SKIP;
        } else {
            side.state = State.LOST;
        }
        return true;
    }

    /** The association is over, whatever was asked in it. */
    private void finish(EventWriter out) {
        for (PduSide side : sides) {
            endOfDataSet(side, out);
        }
        operations.writeAll(out);
        if (association.isOpen()) {
            association.writeIdentity(out);
            AssociationLog.write(out, association);
        }
        association.clear();
    }

    private void report(EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(Anomaly.PROTOCOL_VIOLATION, "dicom");
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        finish(out);
    }

    @Override
    public int kept() {
        return sides[0].command.length() + sides[1].command.length() + association.kept();
    }

    @Override
    public void reset() {
        sides[0].reset();
        sides[1].reset();
        association.clear();
        operations.clear();
        reported = false;
    }
}
