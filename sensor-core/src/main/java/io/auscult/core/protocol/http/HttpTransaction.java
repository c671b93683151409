package io.auscult.core.protocol.http;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** A request and its reply, as far as they have been seen. Belongs to one parser, reused; texts over their limits are cut. */
final class HttpTransaction {
    private static final int MAX_URI = 1 << 14; // bytes, as of all below
    private static final int MAX_VALUE = 1 << 12;
    private static final int MAX_SHORT = 1 << 9;
    private static final int MAX_METHOD = 64;
    private static final int MAX_KEPT_BYTES = 1 << 9; // of memory a text that stays with an idle transaction

    private static final String[] PROXY_HEADERS = {
        "forwarded", "x-forwarded-for", "x-forwarded-from", "client-ip", "via", "xroxy-connection", "proxy-connection"
    };

    final TextSlot method = new TextSlot(MAX_METHOD);
    final TextSlot host = new TextSlot(MAX_SHORT);
    final TextSlot uri = new TextSlot(MAX_URI);
    final TextSlot referrer = new TextSlot(MAX_VALUE);
    final TextSlot userAgent = new TextSlot(MAX_VALUE);
    final TextSlot origin = new TextSlot(MAX_SHORT);
    final TextSlot statusMessage = new TextSlot(MAX_SHORT);
    final TextSlot infoMessage = new TextSlot(MAX_SHORT);
    final TextSlot username = new TextSlot(MAX_SHORT);
    /** Who logs in by Digest or by a form, and the realm. */
    final TextSlot login = new TextSlot(MAX_SHORT);

    final TextSlot realm = new TextSlot(MAX_SHORT);
    /** Headers that proxies add, one a line. */
    final TextSlot proxied = new TextSlot(MAX_VALUE);

    /** What either body carried, one a line. */
    final TextSlot requestFuids = new TextSlot(MAX_SHORT);

    final TextSlot requestNames = new TextSlot(MAX_SHORT);
    final TextSlot requestTypes = new TextSlot(MAX_SHORT);
    final TextSlot replyFuids = new TextSlot(MAX_SHORT);
    final TextSlot replyNames = new TextSlot(MAX_SHORT);
    final TextSlot replyTypes = new TextSlot(MAX_SHORT);

    private final TextSlot[] texts = {
        method,
        host,
        uri,
        referrer,
        userAgent,
        origin,
        statusMessage,
        infoMessage,
        username,
        login,
        realm,
        proxied,
        requestFuids,
        requestNames,
        requestTypes,
        replyFuids,
        replyNames,
        replyTypes
    };

    private int kept;
    long timestampNs;
    int depth;
    long requestBodyLength;
    long replyBodyLength;
    int statusCode;
    boolean hasStatus;
    int infoCode;
    int replyMajor;
    int replyMinor;
    /** How the request proves who sends it. */
    HttpAuthentication.Scheme scheme = HttpAuthentication.Scheme.NONE;

    /** Whether the reply goes on with the authentication that the request began. */
    boolean challenged;

    /** Whether the reply sends the client back to where one logs in. */
    boolean sentBack;

    /** Whether it is the request of WS-Management that the parser keeps. */
    boolean isWinRm;

    /** Whether a program logged in, not a form. */
    boolean isJson;

    /** A request without a version: the reply is a bare body. */
    boolean isHttp09;

    void begin(long nowNs, int depth) {
        kept = 0;
        for (TextSlot text : texts) {
            text.clear();
            text.trim(MAX_KEPT_BYTES);
        }
        timestampNs = nowNs;
        this.depth = depth;
        requestBodyLength = 0;
        replyBodyLength = 0;
        statusCode = 0;
        hasStatus = false;
        infoCode = 0;
        replyMajor = 0;
        replyMinor = 0;
        isHttp09 = false;
        scheme = HttpAuthentication.Scheme.NONE;
        challenged = false;
        sentBack = false;
        isJson = false;
        isWinRm = false;
    }

    /** Bytes of text, counted anew. */
    int count() {
        kept = 0;
        for (TextSlot text : texts) {
            kept += text.length();
        }
        return kept;
    }

    /** Bytes of text when they were counted last. */
    int kept() {
        return kept;
    }

    boolean isInformational() {
        return hasStatus && statusCode >= 100 && statusCode < 200;
    }

    /** Keeps what one header of the request tells. @return the text that a folded line goes on, or null */
    @Nullable
    TextSlot header(StreamView in, HttpLine line) {
        if (line.nameIs("referer")) {
            line.valueAsUriTo(referrer);
            return null; // a piece more could not be looked through
        }
        if (line.nameIs("origin")) {
            line.valueAsUriTo(origin);
            return null;
        }
        TextSlot value = line.nameIs("host") ? host : line.nameIs("user-agent") ? userAgent : null;
        if (value != null) {
            line.valueTo(value);
            return value;
        }
        for (String name : PROXY_HEADERS) {
            if (line.nameIs(name)) {
                keepProxied(in, line);
            }
        }
        return null;
    }

    private void keepProxied(StreamView in, HttpLine line) {
        int before = proxied.length();
        for (int at = line.from; at < line.nameEnd; at++) {
            int c = in.u8(at);
            proxied.append((byte) (c >= 'a' && c <= 'z' ? c - 32 : c));
        }
        proxied.append(" -> ");
        proxied.append(in, line.valueFrom, line.valueTo - line.valueFrom);
        proxied.append((byte) '\n');
        if (proxied.isFull()) {
            proxied.cut(before);
        }
    }

    void write(EventWriter out, TextSlot scratch) {
        out.begin(HttpParser.HTTP, timestampNs);
        out.set(HttpParser.TRANS_DEPTH, depth);
        method.to(out, HttpParser.METHOD);
        host.to(out, HttpParser.HOST);
        uri.to(out, HttpParser.URI);
        referrer.to(out, HttpParser.REFERRER);
        if (hasStatus) {
            scratch.cut(0);
            scratch.appendDecimal(replyMajor);
            scratch.append((byte) '.');
            scratch.appendDecimal(replyMinor);
            scratch.to(out, HttpParser.VERSION);
        }
        userAgent.to(out, HttpParser.USER_AGENT);
        origin.to(out, HttpParser.ORIGIN);
        out.set(HttpParser.REQUEST_BODY_LEN, requestBodyLength);
        out.set(HttpParser.RESPONSE_BODY_LEN, replyBodyLength);
        if (hasStatus) {
            out.set(HttpParser.STATUS_CODE, statusCode);
            statusMessage.to(out, HttpParser.STATUS_MSG);
        }
        if (infoCode > 0) {
            out.set(HttpParser.INFO_CODE, infoCode);
            infoMessage.to(out, HttpParser.INFO_MSG);
        }
        username.to(out, HttpParser.USERNAME);
        writeLines(proxied, HttpParser.PROXIED, out);
        writeLines(requestFuids, HttpParser.ORIG_FUIDS, out);
        writeLines(requestNames, HttpParser.ORIG_FILENAMES, out);
        writeLines(requestTypes, HttpParser.ORIG_MIME_TYPES, out);
        writeLines(replyFuids, HttpParser.RESP_FUIDS, out);
        writeLines(replyNames, HttpParser.RESP_FILENAMES, out);
        writeLines(replyTypes, HttpParser.RESP_MIME_TYPES, out);
        out.end();
    }

    private static void writeLines(TextSlot lines, Field field, EventWriter out) {
        if (lines.length() == 0) {
            return;
        }
        out.beginList(field);
        byte[] bytes = lines.bytes();
        int from = 0;
        for (int i = 0; i < lines.length(); i++) {
            if (bytes[i] == '\n') {
                out.add(bytes, from, i - from);
                from = i + 1;
            }
        }
        out.endList();
    }
}
