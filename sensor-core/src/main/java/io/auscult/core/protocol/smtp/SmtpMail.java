package io.auscult.core.protocol.smtp;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.line.AddressText;
import io.auscult.core.protocol.line.Line;
import io.auscult.core.protocol.mime.MimeReader;

/** One mail transaction on its way into the log: envelope, headers, last reply. Reused by its parser. Longer texts are cut. */
final class SmtpMail implements MimeReader.Listener {
    static final int MAX_LIST = 1 << 13; // bytes of one list of addresses

    private static final int MAX_TEXT = 1 << 11;
    private static final int MAX_NAME = 512;
    private static final int MAX_PATH = 64; // addresses
    private static final int MAX_SPARE = 64; // bytes of memory that stay with an idle text

    final TextSlot helo = new TextSlot(MAX_NAME);
    final TextSlot mailFrom = new TextSlot(MAX_NAME);
    final SmtpAddresses rcptTo = new SmtpAddresses(MAX_LIST);
    private final TextSlot lastReply = new TextSlot(MAX_TEXT);
    private final TextSlot date = new TextSlot(MAX_NAME);
    private final TextSlot from = new TextSlot(MAX_TEXT);
    private final SmtpAddresses to = new SmtpAddresses(MAX_LIST);
    private final SmtpAddresses cc = new SmtpAddresses(MAX_LIST);
    private final TextSlot replyTo = new TextSlot(MAX_TEXT);
    private final TextSlot messageId = new TextSlot(MAX_NAME);
    private final TextSlot inReplyTo = new TextSlot(MAX_NAME);
    private final TextSlot subject = new TextSlot(MAX_TEXT);
    private final TextSlot firstReceived = new TextSlot(MAX_TEXT);
    private final TextSlot secondReceived = new TextSlot(MAX_TEXT);
    private final TextSlot userAgent = new TextSlot(MAX_TEXT);
    private final SmtpAddresses fuids = new SmtpAddresses(MAX_TEXT);
    private final TextSlot[] texts = {
        helo,
        mailFrom,
        lastReply,
        date,
        from,
        replyTo,
        messageId,
        inReplyTo,
        subject,
        firstReceived,
        secondReceived,
        userAgent
    };
    private final SmtpAddresses[] lists = {rcptTo, to, cc, fuids};
    private final AddressText address = new AddressText();
    private final long[] path = new long[2 * MAX_PATH];
    private int pathLength;
    private long originatingHigh;
    private long originatingLow;
    private boolean hasOriginating;
    private boolean open;
    private long startNs;
    private int depth;

    /** The client has done something worth a line. */
    boolean active;

    boolean tls;

    boolean isOpen() {
        return open;
    }

    /** @param depth which of its connection, from 1 */
    void begin(long nowNs, int depth, TextSlot helo, ConnectionId c) {
        reset();
        open = true;
        startNs = nowNs;
        this.depth = depth;
        if (helo.isSet()) {
            this.helo.append(helo);
        }
        addPath(c.respHigh, c.respLow);
        addPath(c.origHigh, c.origLow);
    }

    void helo(TextSlot name) {
        helo.clear();
        helo.append(name);
    }

    void reply(int code, byte[] text, int offset, int length) {
        lastReply.clear();
        lastReply.appendDecimal(code);
        lastReply.append((byte) ' ');
        lastReply.append(text, offset, length);
    }

    @Override
    public void onHeader(TextSlot header) {
        byte[] bytes = header.bytes();
        int end = header.length();
        int colon = 0;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        int start = Math.min(colon + 1, end);
        while (start < end && Line.isSpace(bytes[start])) {
            start++;
        }
        while (colon > 0 && Line.isSpace(bytes[colon - 1])) {
            colon--;
        }
        if (is("SUBJECT", bytes, colon)) {
            set(subject, bytes, start, end);
        } else if (is("FROM", bytes, colon)) {
            set(from, bytes, start, end);
        } else if (is("TO", bytes, colon)) {
            to.addParts(bytes, start, end);
        } else if (is("CC", bytes, colon)) {
            cc.addParts(bytes, start, end);
        } else if (is("DATE", bytes, colon)) {
            set(date, bytes, start, end);
        } else if (is("MESSAGE-ID", bytes, colon)) {
            set(messageId, bytes, start, end);
        } else if (is("IN-REPLY-TO", bytes, colon)) {
            set(inReplyTo, bytes, start, end);
        } else if (is("REPLY-TO", bytes, colon)) {
            set(replyTo, bytes, start, end);
        } else if (is("RECEIVED", bytes, colon)) {
            received(bytes, start, end);
        } else if (is("X-ORIGINATING-IP", bytes, colon)) {
            hasOriginating = find(bytes, start, end, 1);
            originatingHigh = address.high();
            originatingLow = address.low();
        } else if (is("X-MAILER", bytes, colon) || is("USER-AGENT", bytes, colon) || is("X-USER-AGENT", bytes, colon)) {
            set(userAgent, bytes, start, end);
        }
    }

    private static boolean is(String upperCase, byte[] bytes, int length) {
        if (length != upperCase.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Line.upper(bytes[i]) != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void set(TextSlot slot, byte[] bytes, int from, int to) {
        slot.clear();
        slot.append(bytes, from, to - from);
    }

    /** The lowest header is the first station; where it tells two addresses, the second is where the mail came from. */
    private void received(byte[] bytes, int start, int end) {
        if (firstReceived.isSet()) {
            set(secondReceived, firstReceived.bytes(), 0, firstReceived.length());
        }
        set(firstReceived, bytes, start, end);
        if (find(bytes, start, end, 2)) {
            int last = 2 * (pathLength - 1);
            if (path[last] != address.high() || path[last + 1] != address.low()) {
                addPath(address.high(), address.low());
            }
        }
    }

    /** Finds the {@code wanted}th address of a text, or the last before it: IPv4 anywhere, IPv6 in brackets. */
    private boolean find(byte[] bytes, int start, int end, int wanted) {
        int found = 0;
        int at = start;
        long high = 0;
        long low = 0;
        while (at < end && found < wanted) {
            int stop = at;
            boolean bracket = bytes[at] == '[';
            if (bracket) {
                stop++;
                if (end - stop > 5 && (bytes[stop] | 0x20) == 'i' && bytes[stop + 4] == ':') {
                    stop += 5; // [IPv6:
                }
            }
            int first = stop;
            while (stop < end && stop - first < 46 && isOfAddress(bytes[stop], bracket)) {
                stop++;
            }
            if (stop > first && address.read(bytes, first, trimDot(bytes, first, stop))) {
                found++;
                high = address.high();
                low = address.low();
            }
            at = Math.max(stop, at + 1);
        }
        if (found > 0) {
            address.set(high, low);
        }
        return found > 0;
    }

    private static int trimDot(byte[] bytes, int first, int stop) {
        return stop > first && bytes[stop - 1] == '.' ? stop - 1 : stop;
    }

    private static boolean isOfAddress(byte c, boolean bracket) {
        return c >= '0' && c <= '9'
                || c == '.'
                || bracket && (c == ':' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
    }

    private void addPath(long high, long low) {
        if (pathLength < MAX_PATH) {
            path[2 * pathLength] = high;
            path[2 * pathLength + 1] = low;
            pathLength++;
        }
    }

    @Override
    public void onPart(FileStream file) {
        fuids.add(file.fuid().bytes(), 0, file.fuid().length());
    }

    int kept() {
        int kept = 0;
        for (TextSlot text : texts) {
            kept += text.length();
        }
        for (SmtpAddresses list : lists) {
            kept += list.kept();
        }
        return kept;
    }

    void write(EventWriter out) {
        out.begin(SmtpParser.SMTP, startNs);
        out.set(SmtpParser.TRANS_DEPTH, depth);
        helo.to(out, SmtpParser.HELO);
        mailFrom.to(out, SmtpParser.MAILFROM);
        rcptTo.to(out, SmtpParser.RCPTTO);
        date.to(out, SmtpParser.DATE);
        from.to(out, SmtpParser.FROM);
        to.to(out, SmtpParser.TO);
        cc.to(out, SmtpParser.CC);
        replyTo.to(out, SmtpParser.REPLY_TO);
        messageId.to(out, SmtpParser.MSG_ID);
        inReplyTo.to(out, SmtpParser.IN_REPLY_TO);
        subject.to(out, SmtpParser.SUBJECT);
        if (hasOriginating) {
            out.setAddress(SmtpParser.X_ORIGINATING_IP, originatingHigh, originatingLow);
        }
        firstReceived.to(out, SmtpParser.FIRST_RECEIVED);
        secondReceived.to(out, SmtpParser.SECOND_RECEIVED);
        lastReply.to(out, SmtpParser.LAST_REPLY);
        writePath(out, SmtpParser.PATH);
        userAgent.to(out, SmtpParser.USER_AGENT);
        out.set(SmtpParser.TLS, tls);
        fuids.to(out, SmtpParser.FUIDS);
        out.end();
    }

    private void writePath(EventWriter out, Field field) {
        out.beginList(field);
        for (int i = 0; i < pathLength; i++) {
            out.addAddress(path[2 * i], path[2 * i + 1]);
        }
        out.endList();
    }

    void reset() {
        for (TextSlot text : texts) {
            text.clear();
            text.trim(MAX_SPARE);
        }
        for (SmtpAddresses list : lists) {
            list.clear(MAX_SPARE);
        }
        pathLength = 0;
        hasOriginating = false;
        open = false;
        active = false;
        tls = false;
        depth = 0;
    }
}
