package io.auscult.core.protocol.xmpp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Line;
import io.auscult.core.protocol.sasl.SaslExchange;
import java.util.List;

/**
 * XMPP, RFC 6120, until somebody is logged in: one {@code identity} event for each try by SASL. After STARTTLS the rest is TLS's. Messages
 * between people are never looked at.
 */
public final class XmppParser implements ProtocolParser {
    public static final Protocol PROTOCOL = new Protocol(
            "xmpp", true, false, List.of(5222, 5269), XmppProbe::probe, XmppParser::new, List.of(IdentityUse.IDENTITY));

    private static final int MAX_TAGS = 256; // of both sides; a login has some twenty
    private static final int MAX_DOMAIN = 256; // bytes
    private static final int MAX_REASON = 64;
    private static final int TLS_HANDSHAKE = 22;

    /** What the text is that a side is about to send. */
    private enum Content {
        NOTHING,
        TOKEN,
        REASON
    }

    private final XmlTag[] tags = {new XmlTag(), new XmlTag()};
    private final Content[] contents = new Content[2];
    private final Line line = new Line();
    private final SaslExchange sasl = new SaslExchange("xmpp");
    private final TextSlot domain = new TextSlot(MAX_DOMAIN);
    private final TextSlot reason = new TextSlot(MAX_REASON);
    private boolean asksForTls;
    private int seen;

    public XmppParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        XmlTag tag = tags[in.direction().ordinal()];
        int at = 0;
        while (at < in.length()) {
            if (asksForTls && in.u8(at) == TLS_HANDSHAKE) {
                in.handOver(); // the server's word was not seen
                return at;
            }
            int next = tag.next(in, at);
            if (next == at) {
                break;
            }
            if (next == XmlTag.TOO_LONG || ++seen > MAX_TAGS) {
                return DONE;
            }
            at = next;
            boolean goesOn = in.isOrig() ? onRequest(in, tag, out) : onReply(in, tag, out);
            if (in.isHandedOver()) {
                return at;
            }
            if (!goesOn) {
                return DONE;
            }
        }
        return at;
    }

    /** @return whether anything more is of interest */
    private boolean onRequest(StreamView in, XmlTag tag, EventWriter out) {
        Content content = contents[0];
        contents[0] = Content.NOTHING;
        if (tag.isClosing()) {
            if (content == Content.TOKEN) {
                sasl.client(in, tag.textFrom(), tag.textTo(), out);
            }
        } else if (tag.is("stream")) {
            in.confirm();
            onStream(in, tag);
        } else if (tag.is("starttls")) {
            asksForTls = true;
        } else if (tag.is("auth")) {
            int mechanism = tag.value("mechanism");
            if (mechanism >= 0) {
                int end = tag.valueEnd(mechanism);
                sasl.begin(line.over(in, mechanism, end), mechanism, end, out);
                sasl.identity().domain().append(domain);
                contents[0] = Content.TOKEN;
            }
        } else if (tag.is("response")) {
            contents[0] = Content.TOKEN;
        } else {
            return !tag.is("iq") && !tag.is("message") && !tag.is("presence");
        }
        return true;
    }

    private void onStream(StreamView in, XmlTag tag) {
        int to = tag.value("to");
        if (to >= 0) {
            domain.set(in, to, tag.valueEnd(to) - to);
        }
    }

    /** @return whether anything more is of interest */
    private boolean onReply(StreamView in, XmlTag tag, EventWriter out) {
        Content content = contents[1];
        contents[1] = Content.NOTHING;
        if (content == Content.REASON) {
            reason.clear();
            if (!tag.isClosing()) {
                tag.nameTo(reason);
            }
            sasl.outcome(Outcome.FAILURE, reason, out);
        } else if (tag.isClosing()) {
            if (content == Content.TOKEN) {
                sasl.server(in, tag.textFrom(), tag.textTo(), out);
            }
        } else if (tag.is("stream")) {
            in.confirm();
        } else if (tag.is("proceed")) {
            in.handOver();
        } else if (tag.is("challenge")) {
            contents[1] = Content.TOKEN;
        } else if (tag.is("failure")) {
            contents[1] = Content.REASON;
        } else if (tag.is("success")) {
            reason.clear();
            sasl.outcome(Outcome.SUCCESS, reason, out);
            return false;
        }
        return true;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        tags[direction.ordinal()].reset();
        contents[direction.ordinal()] = Content.NOTHING;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        sasl.end(out);
    }

    @Override
    public int kept() {
        return sasl.kept();
    }

    @Override
    public void reset() {
        tags[0].reset();
        tags[1].reset();
        contents[0] = Content.NOTHING;
        contents[1] = Content.NOTHING;
        sasl.reset();
        domain.clear();
        reason.clear();
        asksForTls = false;
        seen = 0;
    }
}
