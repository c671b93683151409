package io.auscult.core.stream;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.Endpoint;
import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowTable;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.stream.HeldSegments.Segment;
import java.util.List;

/**
 * Puts the payload of flows in order and hands it to parsers. TCP payload that comes in its turn is handed on where it lies in the packet; what
 * comes early is copied and held until the hole fills, an acknowledgment shows that the bytes exist but were not captured, or a bound is
 * reached; then the parser is told of a gap. Payload with a wrong checksum, from a side whose other checksums are right, is held until the receiver acknowledges it, for a receiver drops
 * what is damaged or sent to deceive whoever looks on. Where no checksum of an answered side is right, they were computed after the capture or changed since. One per lane.
 */
public final class StreamAssembler {
    private static final int SYN = 2;
    private static final int RST = 4;
    /** Held segments count as at least so many bytes: more of them would make each insertion a long walk. */
    private static final int LEAST_SEGMENT = 512;

    private final Sessions sessions;
    private final StreamSettings settings;
    private final StreamMemory[] memory = new StreamMemory[FlowTable.SHARDS];
    private final Counters counters;

    public StreamAssembler(List<Protocol> protocols, StreamSettings settings, Counters counters) {
        this.sessions = new Sessions(protocols, counters);
        this.settings = settings;
        this.counters = counters;
        for (int i = 0; i < memory.length; i++) {
            memory[i] = new StreamMemory(settings.heldInAll() / FlowTable.SHARDS, settings.files());
        }
    }

    /** Memory that segments out of order take now in a shard, in bytes. */
    int held(int shard) {
        return memory[shard].held.used();
    }

    /** Memory that bytes kept for parsers take now in a shard. */
    int buffered(int shard) {
        return memory[shard].buffers.used();
    }

    /** What the flows of a shard that keep much of unfinished messages keep together, in bytes. */
    long kept(int shard) {
        return memory[shard].keepers.used();
    }

    /** The payload of a packet that was just taken into its flow. */
    public void onPacket(Flow flow, Packet p, int shard, boolean isOrig, EventWriter out) {
        if (flow.isTcp()) {
            onSegment(flow, p, shard, isOrig, out);
        } else if (flow.isUdp() && p.payloadCaptured > 0) {
            Session session = sessions.of(flow, memory[shard], isOrig);
            if (!session.finished) {
                sessions.onDatagram(flow, session, isOrig, p.bytes, p.payloadOffset, p.payloadCaptured, out);
            }
        }
    }

    /** The flow ends: what waits behind holes is delivered, and the parser finishes. */
    public void onEnd(Flow flow, EventWriter out) {
        if (flow.session == null) {
            return;
        }
        Session session = (Session) flow.session;
        if (flow.isTcp()) {
            flush(flow, session, true, out);
            flush(flow, session, false, out);
        }
        sessions.end(flow, out);
    }

    /** Of what is doubtful, nobody's word comes any more: it is believed where nothing from that side had a right checksum. */
    private void flush(Flow flow, Session session, boolean isOrig, EventWriter out) {
        StreamSide side = session.side(isOrig);
        boolean isBelieved = !flow.endpoint(isOrig).isSound();
        while (!side.held.isEmpty()) {
            Segment first = side.held.first();
            if (first.isDoubtful && !isBelieved) {
                refuse(session, side);
            } else {
                skipTo(flow, session, isOrig, first.start, out);
                drain(flow, session, isOrig, first.end(), out);
            }
        }
    }

    private void onSegment(Flow flow, Packet p, int shard, boolean isOrig, EventWriter out) {
        Endpoint peer = flow.endpoint(!isOrig);
        Session session = (Session) flow.session;
        long acked = acknowledged(peer);
        if (acked > (session == null ? 1 : session.side(!isOrig).next) && !(acked <= 2 && flow.isPartial())) {
            session = sessions.of(flow, memory[shard], isOrig);
            catchUp(flow, session, !isOrig, acked, out);
        }
        if (p.payloadLength == 0 || (p.flags & RST) != 0) {
            return;
        }
        session = sessions.of(flow, memory[shard], isOrig);
        Endpoint from = flow.endpoint(isOrig);
        long start = from.extend(p.sequence) - from.start() + ((p.flags & SYN) != 0 ? 1 : 0);
        boolean isBelieved = !from.isSound() && peer.state() != Endpoint.INACTIVE; // and so it was believed before
        if (p.transportChecksumBad && !isBelieved && !session.finished) {
            onDoubtful(flow, session, isOrig, p, start, out);
        } else {
            if (isBelieved) {
                drain(flow, session, isOrig, Long.MAX_VALUE, out);
            }
            onData(flow, session, isOrig, p.bytes, p.payloadOffset, p.payloadCaptured, start, out);
        }
    }

    /** Payload with a wrong checksum, of a side that computes right ones, or that nobody has answered yet. */
    private void onDoubtful(Flow flow, Session session, boolean isOrig, Packet p, long start, EventWriter out) {
        StreamSide side = session.side(isOrig);
        long from = Math.max(start, side.next);
        int skip = (int) Math.min(from - start, p.payloadCaptured);
        int left = p.payloadCaptured - skip;
        if (left <= 0) {
            return;
        }
        int answer = side.held.insertDoubtful(p.bytes, p.payloadOffset + skip, left, from, session.memory.held);
        counters.increment(
                answer == HeldSegments.NO_ROOM ? Counter.STREAM_SEGMENTS_DROPPED : Counter.STREAM_SEGMENTS_DOUBTFUL);
        limit(flow, session, isOrig, out);
    }

    /** How far the other side has acknowledged this stream; its FIN does not count as data. */
    private static long acknowledged(Endpoint side) {
        long acked = side.acked() - side.start();
        return side.finEnd() > 0 && acked >= side.finEnd() ? side.finEnd() - 1 : acked;
    }

    private void onData(
            Flow flow,
            Session session,
            boolean isOrig,
            byte[] bytes,
            int offset,
            int length,
            long start,
            EventWriter out) {
        StreamSide side = session.side(isOrig);
        long from = Math.max(start, 1);
        if (from < side.next) {
            from = side.next; // seen before
        }
        int skip = (int) Math.min(from - start, length);
        int left = length - skip;
        if (left <= 0) {
            return;
        }
        boolean inOrder = from == side.next;
        if (inOrder && (side.held.isEmpty() || from + left <= side.held.first().start)) {
            side.next += left;
            sessions.onStream(flow, session, isOrig, bytes, offset + skip, left, out);
            if (!side.held.isEmpty()) {
                drain(flow, session, isOrig, side.next, out);
            }
        } else {
            hold(flow, session, isOrig, bytes, offset + skip, left, from, out);
        }
    }

    private void hold(
            Flow flow,
            Session session,
            boolean isOrig,
            byte[] bytes,
            int offset,
            int length,
            long start,
            EventWriter out) {
        StreamSide side = session.side(isOrig);
        switch (side.held.insert(bytes, offset, length, start, settings.policy(), session.memory.held)) {
            case HeldSegments.NO_ROOM -> counters.increment(Counter.STREAM_SEGMENTS_DROPPED);
            case HeldSegments.STORED_DIFFERENT -> {
                counters.increment(Counter.STREAM_SEGMENTS_HELD);
                weird(flow, Anomaly.SEGMENT_OVERLAP_DIFFERENT, out);
            }
            default -> counters.increment(Counter.STREAM_SEGMENTS_HELD);
        }
        drain(flow, session, isOrig, side.next, out);
        limit(flow, session, isOrig, out);
    }

    private void limit(Flow flow, Session session, boolean isOrig, EventWriter out) {
        HeldSegments held = session.side(isOrig).held;
        if (!isOverLimit(held)) {
            return;
        }
        weird(flow, Anomaly.STREAM_HELD_LIMIT, out);
        while (isOverLimit(held)) { // what came may be longer than the first that is given up for it
            Segment first = held.first();
            if (first.isDoubtful && flow.endpoint(isOrig).isSound()) {
                refuse(session, session.side(isOrig));
                drain(flow, session, isOrig, session.side(isOrig).next, out);
            } else {
                skipTo(flow, session, isOrig, first.start, out);
                drain(flow, session, isOrig, first.end(), out);
            }
        }
    }

    private boolean isOverLimit(HeldSegments held) {
        return Math.max(held.heldBytes(), held.count() * LEAST_SEGMENT) > settings.heldPerStream();
    }

    private void refuse(Session session, StreamSide side) {
        counters.increment(Counter.STREAM_SEGMENTS_REFUSED);
        session.memory.held.give(side.held.removeFirst());
    }

    /** Delivers held segments that have come into their turn; doubtful bytes only before {@code believed}. */
    private void drain(Flow flow, Session session, boolean isOrig, long believed, EventWriter out) {
        StreamSide side = session.side(isOrig);
        while (!side.held.isEmpty() && side.held.first().start <= side.next) {
            Segment first = side.held.first();
            if (first.isDoubtful && first.end() > Math.max(believed, side.next)) {
                int old = (int) (side.next - first.start);
                int known = (int) (Math.min(believed, first.end()) - side.next);
                if (known > 0) {
                    side.next += known;
                    sessions.onStream(flow, session, isOrig, first.bytes, old, known, out);
                }
                return;
            }
            Segment segment = side.held.removeFirst();
            int old = (int) Math.min(side.next - segment.start, segment.length);
            int fresh = segment.length - old;
            if (fresh > 0) {
                side.next += fresh;
                sessions.onStream(flow, session, isOrig, segment.bytes, old, fresh, out);
            }
            session.memory.held.give(segment);
        }
    }

    /** The other side has seen everything before {@code position}; what we lack of it is missing for good. */
    private void catchUp(Flow flow, Session session, boolean isOrig, long position, EventWriter out) {
        StreamSide side = session.side(isOrig);
        while (side.next < position) {
            boolean holds = !side.held.isEmpty() && side.held.first().start < position;
            skipTo(flow, session, isOrig, holds ? side.held.first().start : position, out);
            drain(flow, session, isOrig, position, out);
        }
    }

    private void skipTo(Flow flow, Session session, boolean isOrig, long position, EventWriter out) {
        StreamSide side = session.side(isOrig);
        long missing = position - side.next;
        if (missing <= 0) {
            return;
        }
        side.next = position;
        if (flow.gap(flow.endpoint(isOrig), missing)) {
            counters.add(Counter.STREAM_BYTES_MISSING, missing);
        }
        sessions.onGap(flow, session, isOrig, missing, out);
    }

    private static void weird(Flow flow, Anomaly anomaly, EventWriter out) {
        if (flow.firstWeird(anomaly.ordinal())) {
            out.weird(anomaly, "tcp");
        }
    }
}
