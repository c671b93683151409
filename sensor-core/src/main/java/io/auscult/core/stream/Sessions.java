package io.auscult.core.stream;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.Flow;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Expectations;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Recognises what a flow speaks and feeds its parser with contiguous bytes; keeps what a parser has not eaten. A parser that throws is
 * a defect of ours: it is counted, logged once per protocol, thrown away, and the flow goes on without it. One per lane.
 */
final class Sessions {
    private static final int MAX_DATAGRAMS_PROBED = 4;
    private static final int MAX_HAND_OVERS = 4; // a proxy, then HTTP, then TLS

    private final List<Protocol> protocols;
    private final Recognizer recognizer;
    private final ParserPool parsers;
    private final Counters counters;
    private final StreamView view = new StreamView();
    private Session free;
    private long crashesLogged;

    Sessions(List<Protocol> protocols, Counters counters) {
        this.protocols = protocols;
        this.recognizer = new Recognizer(protocols);
        this.parsers = new ParserPool(protocols);
        this.counters = counters;
    }

    /** The flow's session, made at its first payload. */
    Session of(Flow flow, StreamMemory memory, boolean isOrig) {
        Session session = (Session) flow.session;
        if (session == null) {
            session = free;
            if (session == null) {
                session = new Session();
            } else {
                free = session.next;
                session.next = null;
            }
            session.memory = memory;
            session.flow = flow;
            session.candidates = recognizer.candidates(flow.isTcp());
            session.origFirst = isOrig;
            flow.session = session;
            expect(flow, session);
        }
        return session;
    }

    /** A connection that was announced needs no probe. */
    private void expect(Flow flow, Session session) {
        Expectations expectations = session.memory.expectations;
        expectations.at(flow.lastNs);
        String name = expectations.protocol(flow);
        for (int i = 0; name != null && i < protocols.size(); i++) {
            Protocol protocol = protocols.get(i);
            if (protocol.name().equals(name) && (flow.isTcp() ? protocol.overTcp() : protocol.overUdp())) {
                attach(session, i);
                return;
            }
        }
    }

    /** Contiguous stream bytes, the next of their direction. */
    void onStream(Flow flow, Session session, boolean isOrig, byte[] bytes, int offset, int length, EventWriter out) {
        if (!session.finished) {
            deliver(flow, session, isOrig, bytes, offset, length, out);
            account(flow, session, out);
        }
    }

    private void deliver(
            Flow flow, Session session, boolean isOrig, byte[] bytes, int offset, int length, EventWriter out) {
        StreamSide side = session.side(isOrig);
        if (side.keptLength > 0) {
            if (!side.keep(bytes, offset, length, session.memory.buffers)) {
                giveUpKept(flow, session, isOrig, length, out);
            } else if (session.parser == null) {
                recognize(flow, session, isOrig, side.kept(), 0, side.keptLength, out);
            } else {
                feedKept(flow, session, isOrig, out);
                recognizeNext(flow, session, isOrig, out);
            }
            return;
        }
        if (session.parser == null) {
            if (session.side(!isOrig).keptLength == 0) {
                session.origFirst = isOrig;
            }
            int handOvers = session.handOvers;
            recognize(flow, session, isOrig, bytes, offset, length, out);
            if (session.parser == null) {
                if (!session.finished) {
                    side.keep(bytes, offset, length, session.memory.buffers);
                    if (session.handOvers > handOvers) {
                        recognizeNext(flow, session, isOrig, out);
                    }
                }
                return;
            }
            if (side.keptLength > 0) {
                return; // fed while the parser was attached
            }
        }
        int eaten = feed(flow, session, isOrig, bytes, offset, length, out);
        if (eaten < length
                && !session.finished
                && !side.keep(bytes, offset + eaten, length - eaten, session.memory.buffers)) {
            giveUpKept(flow, session, isOrig, length - eaten, out);
        }
        recognizeNext(flow, session, isOrig, out);
    }

    /** After a protocol gave way: what is already there of the next. */
    private void recognizeNext(Flow flow, Session session, boolean isOrig, EventWriter out) {
        for (int turn = 0; turn < 2 && session.parser == null && !session.finished; turn++) {
            boolean orig = isOrig == (turn == 0);
            StreamSide side = session.side(orig);
            if (side.keptLength > 0) {
                session.origFirst = orig;
                recognize(flow, session, orig, side.kept(), 0, side.keptLength, out);
            }
        }
    }

    void onDatagram(Flow flow, Session session, boolean isOrig, byte[] bytes, int offset, int length, EventWriter out) {
        if (session.finished) {
            return;
        }
        if (session.parser == null) {
            view.wrap(bytes, offset, length, direction(isOrig), true, flow);
            int found = recognizer.probe(session, view, flow);
            if (found < 0) {
                session.finished = session.candidates == 0 || ++session.datagramsProbed >= MAX_DATAGRAMS_PROBED;
                return;
            }
            attach(session, found);
        }
        feed(flow, session, isOrig, bytes, offset, length, out);
        account(flow, session, out);
    }

    /** Unfinished messages of all flows keep within their bound: at it, the flow that has kept much for the longest time gives up. */
    private void account(Flow flow, Session session, EventWriter out) {
        int kept = session.kept();
        if (kept <= Keepers.FREE && session.counted == 0) {
            return; // nearly always
        }
        Keepers keepers = session.memory.keepers;
        Session victim = keepers.update(session, kept);
        while (victim != null) {
            counters.increment(Counter.PARSERS_DROPPED);
            out.connection(victim.flow);
            finish(victim, out);
            victim = keepers.update(victim, 0);
        }
        out.connection(flow);
    }

    /** Bytes of this direction will never come. */
    void onGap(Flow flow, Session session, boolean isOrig, long length, EventWriter out) {
        session.side(isOrig).drop(session.memory.buffers);
        if (session.finished) {
            return;
        }
        if (session.parser == null) {
            return; // recognised by what comes after, perhaps
        }
        try {
            if (!session.parser.onGap(direction(isOrig), length, out)) {
                finish(session, out);
            }
        } catch (RuntimeException | StackOverflowError e) {
            crashed(session, e);
        }
    }

    /** The flow ends: the parser says what it knows, and everything goes back to its pool. */
    void end(Flow flow, EventWriter out) {
        Session session = (Session) flow.session;
        if (!session.finished) {
            finish(session, out);
        }
        flow.session = null;
        session.reset();
        session.next = free;
        free = session;
    }

    private void recognize(
            Flow flow, Session session, boolean isOrig, byte[] bytes, int offset, int length, EventWriter out) {
        view.wrap(bytes, offset, length, direction(isOrig), false, flow);
        int found = recognizer.probe(session, view, flow);
        if (found >= 0) {
            attach(session, found);
            feedBoth(flow, session, out);
            recognizeNext(flow, session, isOrig, out);
        } else if (session.candidates == 0 || length >= Probe.MAX_BYTES) {
            release(session);
        }
    }

    /** A parser was just found: what was kept of both directions while nobody was sure comes first. */
    private void feedBoth(Flow flow, Session session, EventWriter out) {
        if (session.side(session.origFirst).keptLength > 0) {
            feedKept(flow, session, session.origFirst, out);
        }
        if (session.parser != null && session.side(!session.origFirst).keptLength > 0) {
            feedKept(flow, session, !session.origFirst, out);
        }
    }

    private void attach(Session session, int protocol) {
        session.protocol = protocol;
        session.parser = parsers.take(protocol);
        counters.increment(Counter.PARSERS_STARTED);
    }

    private void feedKept(Flow flow, Session session, boolean isOrig, EventWriter out) {
        StreamSide side = session.side(isOrig);
        int eaten = feed(flow, session, isOrig, side.kept(), 0, side.keptLength, out);
        if (!session.finished && eaten > 0) {
            side.eat(eaten, session.memory.buffers);
        }
    }

    /** @return bytes eaten; all of them when nobody reads on */
    private int feed(
            Flow flow, Session session, boolean isOrig, byte[] bytes, int offset, int length, EventWriter out) {
        int eaten = 0;
        while (eaten < length) {
            int n;
            try {
                view.wrap(bytes, offset + eaten, length - eaten, direction(isOrig), flow.isUdp(), flow)
                        .expecting(session.memory.expectations)
                        .storing(session.memory.files);
                n = session.parser.onData(view, out);
            } catch (RuntimeException | StackOverflowError e) {
                crashed(session, e);
                return length;
            }
            if (view.isConfirmed() && !session.confirmed) {
                session.confirmed = true;
                view.services().add(flow, protocols.get(session.protocol).name());
            }
            if (view.isHandedOver() && n >= 0) {
                handOver(flow, session, out);
                return eaten + n;
            }
            if (n == 0) {
                return eaten;
            }
            if (n == ProtocolParser.DONE) {
                finish(session, out);
                return length;
            }
            if (n < 0) {
                reject(flow, session, out);
                return length;
            }
            eaten += n;
        }
        return length;
    }

    private void handOver(Flow flow, Session session, EventWriter out) {
        if (++session.handOvers > MAX_HAND_OVERS) {
            finish(session, out);
            return;
        }
        try {
            session.parser.onEnd(out);
        } catch (RuntimeException | StackOverflowError e) {
            crashed(session, e);
            return;
        }
        parsers.give(session.protocol, session.parser);
        session.parser = null;
        session.confirmed = false;
        session.candidates = recognizer.candidates(flow.isTcp());
    }

    private void reject(Flow flow, Session session, EventWriter out) {
        counters.increment(Counter.PARSERS_REJECTED);
        if (flow.service != null && flow.firstWeird(Anomaly.PROTOCOL_VIOLATION.ordinal())) {
            out.weird(Anomaly.PROTOCOL_VIOLATION, flow.service);
        }
        release(session);
    }

    /** More than may be kept: the oldest bytes are given up as a gap. */
    private void giveUpKept(Flow flow, Session session, boolean isOrig, int length, EventWriter out) {
        onGap(flow, session, isOrig, session.side(isOrig).keptLength + (long) length, out);
    }

    private void finish(Session session, EventWriter out) {
        if (session.parser != null) {
            try {
                session.parser.onEnd(out);
            } catch (RuntimeException | StackOverflowError e) {
                crashed(session, e);
                return;
            }
        }
        release(session);
    }

    private void release(Session session) {
        if (session.parser != null) {
            parsers.give(session.protocol, session.parser);
            session.parser = null;
        }
        session.finished = true;
        session.dropKept();
    }

    private void crashed(Session session, Throwable e) {
        counters.increment(Counter.PARSER_CRASHES);
        long bit = 1L << session.protocol;
        if ((crashesLogged & bit) == 0) {
            crashesLogged |= bit;
            LoggerFactory.getLogger(Sessions.class)
                    .warn(
                            "parser {} failed; its flow goes on without it",
                            protocols.get(session.protocol).name(),
                            e);
        }
        session.parser = null; // its state cannot be trusted any more
        release(session);
    }

    private static Direction direction(boolean isOrig) {
        return isOrig ? Direction.ORIG : Direction.RESP;
    }
}
