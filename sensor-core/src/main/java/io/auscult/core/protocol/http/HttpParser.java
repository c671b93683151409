package io.auscult.core.protocol.http;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.http.HttpSide.State;
import io.auscult.core.protocol.oddity.Oddity;
import io.auscult.core.protocol.ssl.SslParser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1, RFC 9112: one {@code http} event for each request with its reply, when the reply is whole or the connection ends. Replies belong
 * to requests in their order. Bodies become {@code files} events, their coding undone. After a gap outside a body each side looks
 * for its next start line. Who logs in is told beside. Passwords,
 * cookies and bodies are never kept.
 */
public final class HttpParser implements ProtocolParser {
    public static final EventType HTTP = EventType.of("http", "An HTTP request with its reply, or one of them alone.");
    static final Field TRANS_DEPTH = HTTP.count("trans_depth", "Which request of its connection, from 1.");
    static final Field METHOD = HTTP.text("method", "Method of the request.");
    static final Field HOST = HTTP.text("host", "Host header, port included.");
    static final Field URI = HTTP.text("uri", "Target of the request, percent escapes undone, secrets hidden.");
    static final Field REFERRER = HTTP.text("referrer", "Referer header, secrets hidden.");
    static final Field VERSION = HTTP.text("version", "Version of the reply.");
    static final Field USER_AGENT = HTTP.text("user_agent", "User-Agent header.");
    static final Field ORIGIN = HTTP.text("origin", "Origin header.");
    static final Field REQUEST_BODY_LEN =
            HTTP.count("request_body_len", "Bytes of the request's body, chunk framing and gzip undone.");
    static final Field RESPONSE_BODY_LEN =
            HTTP.count("response_body_len", "Bytes of the reply's body, chunk framing and gzip undone.");
    static final Field STATUS_CODE = HTTP.count("status_code", "Status of the reply.");
    static final Field STATUS_MSG = HTTP.text("status_msg", "Reason phrase of the reply.");
    static final Field INFO_CODE = HTTP.count("info_code", "Last 1xx status before the reply.");
    static final Field INFO_MSG = HTTP.text("info_msg", "Its reason phrase.");
    static final Field USERNAME = HTTP.text("username", "User name of Basic authentication.");
    static final Field PROXIED = HTTP.textList("proxied", "Headers that tell of a proxy: NAME -> value.");

    static final Field ORIG_FUIDS = HTTP.textList("orig_fuids", "Files in the request: their fuid.");
    static final Field ORIG_FILENAMES = HTTP.textList("orig_filenames", "Names of files in the request.");
    static final Field ORIG_MIME_TYPES = HTTP.textList("orig_mime_types", "Types of files in the request, by content.");
    static final Field RESP_FUIDS = HTTP.textList("resp_fuids", "Files in the reply: their fuid.");
    static final Field RESP_FILENAMES = HTTP.textList("resp_filenames", "Names of files in the reply.");
    static final Field RESP_MIME_TYPES = HTTP.textList("resp_mime_types", "Types of files in the reply, by content.");

    public static final Protocol PROTOCOL = new Protocol(
            "http",
            true,
            false,
            List.of(80, 81, 631, 1080, 3128, 8000, 8080, 8888),
            HttpProbe::probe,
            HttpParser::new,
            events());

    private static List<EventType> events() {
        List<EventType> events = new ArrayList<>(
                List.of(HTTP, WinRmMessage.WINRM, FileStream.FILES, SslParser.SSL, SslParser.X509, Oddity.ODDITY));
        events.addAll(GssReader.EVENTS);
        return List.copyOf(events);
    }

    private final HttpSide requests = new HttpSide();
    private final HttpSide replies = new HttpSide();
    private final HttpLine line = new HttpLine();
    private final HttpAuthentication authentication = new HttpAuthentication();
    private final JndiLookup lookups = new JndiLookup();
    private final HttpHeaders headers = new HttpHeaders(line, authentication, lookups);
    private final WinRmMessage winRm = new WinRmMessage();
    private final LoginContent login = new LoginContent();
    private final TextSlot scratch = new TextSlot(16);
    private final HttpPipeline pending = new HttpPipeline();
    private HttpTransaction
            requesting; // whose request is being read; null when it was answered and logged before it ended
    private HttpTransaction replying; // whose reply is being read; null when it had to be logged before it ended
    private boolean realign; // replies were missed: the next one belongs to the newest request
    private boolean confirmed;
    private boolean tunnel;
    private final EnumSet<Anomaly> reported = EnumSet.noneOf(Anomaly.class); // each once a connection

    public HttpParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        HttpSide side = in.isOrig() ? requests : replies;
        int at = 0;
        while (at < in.length() && !tunnel) {
            if (side.isInBody()) {
                at += side.takeBody(in, at, out);
                if (side.isBodyOver()) {
                    endMessage(side, out);
                }
                continue;
            }
            if (side == replies && side.state == State.START_LINE && pending.isNextHttp09()) {
                replies.state = State.BODY_TO_THE_END;
                replying = pending.oldest();
                continue;
            }
            if (side.isFirstChunkNone(in, at)) {
                side.unchunk(side == replies);
                continue;
            }
            int lineFeed = side.lineEnd(in, at);
            int end = lineFeed < 0 ? in.length() : lineFeed;
            if (side.isTooLong(end - at)) {
                onLongLine(side, out);
            } else if (lineFeed < 0) {
                return at;
            } else {
                line.wrap(in, at, lineFeed);
                if (!onLine(in, side, out)) {
                    onEnd(out);
                    return REJECT;
                }
            }
            if (lineFeed >= 0) {
                side.endCut();
            }
            at = lineFeed < 0 ? end : lineFeed + 1;
        }
        if (tunnel) {
            in.handOver();
        }
        return at;
    }

    private void onLongLine(HttpSide side, EventWriter out) {
        if (side.state != State.LOST) {
            report(Anomaly.HTTP_LINE_LIMIT, out);
        }
        if (side.state == State.START_LINE) {
            side.state = State.LOST;
        }
    }

    /** @return whether this is still HTTP */
    private boolean onLine(StreamView in, HttpSide side, EventWriter out) {
        switch (side.state) {
            case START_LINE -> {
                return line.isEmpty() || onStartLine(in, side, out);
            }
            case LOST -> {
                if (side == requests) {
                    if (line.isRequest() && line.major == 1) {
                        onRequest(in, out);
                    }
                } else if (line.findStatus() >= 0) {
                    onStatus(in, out);
                }
            }
            case HEADERS -> {
                if (line.isEmpty()) {
                    endHeaders(side, out);
                } else {
                    onHeaders(in, side, out);
                }
            }
            case CHUNK_SIZE -> {
                long size = line.chunkSize();
                if (size < 0) {
                    report(Anomaly.HTTP_BAD_CHUNK, out);
                    endMessage(side, out);
                    side.lose();
                } else {
                    side.beginChunk(size);
                }
            }
            case CHUNK_END -> side.state = State.CHUNK_SIZE;
            case TRAILER -> {
                if (line.isEmpty()) {
                    endMessage(side, out);
                }
            }
            default -> throw new IllegalStateException(side.state.name()); // bodies have no lines
        }
        return true;
    }

    private boolean onStartLine(StreamView in, HttpSide side, EventWriter out) {
        if (side == requests) {
            if (line.isRequest()) {
                onRequest(in, out);
                return true;
            }
        } else {
            int end = line.to;
            line.skipReturns();
            int cut = in.indexOf('\r', line.from, end);
            line.narrow(line.from, cut < 0 ? end : cut);
            if (line.isStatus()) {
                onStatus(in, out);
                if (cut >= 0) {
                    line.narrow(cut, end);
                    onHeaders(in, side, out);
                }
                return true;
            }
        }
        report(Anomaly.PROTOCOL_VIOLATION, out);
        side.lose();
        return confirmed;
    }

    private void onRequest(StreamView in, EventWriter out) {
        confirm(in);
        requests.beginMessage();
        requests.state = State.HEADERS;
        requesting = add(out);
        requesting.method.set(in, line.from, line.nameEnd - line.from);
        line.uriTo(requesting.uri);
        lookups.begin();
        lookups.look(in, line.from, line.to);
        if (line.major == 0) {
            requesting.isHttp09 = true;
            requesting = null;
            requests.state = State.START_LINE;
        }
        pending.count(pending.newest());
    }

    private void onStatus(StreamView in, EventWriter out) {
        confirm(in);
        replies.beginMessage();
        replies.state = State.HEADERS;
        while (realign && pending.size() > 1) {
            writeOldest(out);
        }
        realign = false;
        HttpTransaction transaction = pending.size() > 0 ? pending.oldest() : add(out);
        replying = transaction;
        transaction.hasStatus = true;
        transaction.statusCode = line.code;
        transaction.replyMajor = line.major;
        transaction.replyMinor = line.minor;
        if (line.hasValue) {
            line.valueTo(transaction.statusMessage);
        } else {
            transaction.statusMessage.clear();
            transaction.statusMessage.append("<empty>"); // Zeek's word
        }
        if (transaction.isInformational()) {
            transaction.infoCode = line.code;
            transaction.infoMessage.clear();
            transaction.infoMessage.append(transaction.statusMessage);
        }
    }

    private void onHeaders(StreamView in, HttpSide side, EventWriter out) {
        HttpTransaction transaction = side == requests ? requesting : replying;
        if (!headers.read(in, side, side == requests, transaction, out)) {
            report(Anomaly.HTTP_LINE_LIMIT, out);
        }
        if (side == requests && transaction != null) {
            pending.count(transaction);
        }
    }

    private void confirm(StreamView in) {
        confirmed = true;
        in.confirm();
    }

    private void endHeaders(HttpSide side, EventWriter out) {
        if (side.chunked && side.contentLength >= 0) {
            report(Anomaly.HTTP_LENGTH_AND_CHUNKED, out);
        }
        if (side == requests) {
            ContentWatcher watcher = watcher();
            requests.body.watch(lookups.with(watcher), watcher == login);
            lookups.write(out);
            if (side.beginBody(false)) {
                endMessage(side, out);
            }
            return;
        }
        HttpTransaction transaction = replying;
        if (transaction == null) {
            if (side.beginBody(true)) {
                endMessage(side, out);
            }
            return;
        }
        boolean connected = transaction.method.textEquals("CONNECT") && transaction.statusCode / 100 == 2;
        if (connected || transaction.statusCode == 101) {
            tunnel = true;
            return;
        }
        boolean empty = transaction.isInformational()
                || transaction.statusCode == 204
                || transaction.statusCode == 304
                || transaction.method.textEquals("HEAD");
        if (empty) {
            side.chunked = false;
            side.contentLength = 0;
        }
        if (side.beginBody(true)) {
            endMessage(side, out);
        }
    }

    /** Who looks at the body of the request whose headers are over, or null. */
    private @Nullable ContentWatcher watcher() {
        login.reset();
        if (requesting == null || !requesting.method.textEquals("POST")) {
            return null;
        }
        if (!winRm.isOpen() && winRm.begin(requesting.uri, requests.body.contentType)) {
            requesting.isWinRm = true;
            return winRm;
        }
        return login.begin(requests.body.contentType) ? login : null;
    }

    private void endMessage(HttpSide side, EventWriter out) {
        side.state = State.START_LINE;
        endBody(side, out);
        if (side == requests) {
            if (requesting != null) {
                noteRequestBody(requesting);
                pending.count(requesting);
            }
            requesting = null;
        } else if (replying != null && !replying.isInformational()) {
            writeOldest(out);
        }
        side.beginMessage();
    }

    private void endBody(HttpSide side, EventWriter out) {
        if (side == requests) {
            lookups.write(out);
        }
        if (side == requests && login.hasPassword()) {
            side.body.forget();
        } else {
            side.body.end(out);
        }
    }

    private void noteRequestBody(HttpTransaction transaction) {
        if (login.isOpen() && login.end() && transaction.scheme == HttpAuthentication.Scheme.NONE) {
            transaction.scheme = HttpAuthentication.Scheme.FORM;
            transaction.isJson = login.isJson();
            transaction.login.clear();
            transaction.login.append(login.user());
        }
        transaction.requestBodyLength = requests.contentLengthOfBody();
        requests.body.addTo(transaction.requestFuids, transaction.requestNames, transaction.requestTypes);
    }

    private HttpTransaction add(EventWriter out) {
        while (pending.isFull()) {
            report(Anomaly.HTTP_PIPELINE_LIMIT, out);
            writeOldest(out);
        }
        return pending.add(out.nowNs());
    }

    @Override
    public int kept() {
        return pending.kept() + winRm.kept() + requests.body.kept() + replies.body.kept() + authentication.kept();
    }

    private void writeOldest(EventWriter out) {
        HttpTransaction oldest = pending.oldest();
        if (oldest == requesting) {
            noteRequestBody(oldest);
            requesting = null;
        }
        if (oldest == replying) {
            oldest.replyBodyLength = replies.contentLengthOfBody();
            replies.body.addTo(oldest.replyFuids, oldest.replyNames, oldest.replyTypes);
            replying = null;
        }
        oldest.write(out, scratch);
        authentication.judge(oldest, out);
        if (oldest.isWinRm) {
            winRm.write(oldest, out);
        }
        pending.dropOldest();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        HttpSide side = direction == Direction.ORIG ? requests : replies;
        if (side.isInBody()) {
            long taken = side.takeGap(length);
            if (side.isBodyOver()) {
                endMessage(side, out);
            }
            if (taken == length) {
                return true;
            }
        }
        side.endUnfinished();
        endBody(side, out);
        if (side == requests && requesting != null) {
            noteRequestBody(requesting);
            requesting = null;
        }
        if (side == replies && replying != null && !replying.isInformational()) {
            writeOldest(out);
        }
        side.beginMessage();
        realign |= side == replies;
        side.lose();
        return true;
    }

    private void report(Anomaly anomaly, EventWriter out) {
        if (reported.add(anomaly)) {
            out.weird(anomaly, "http");
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        requests.endUnfinished();
        replies.endUnfinished();
        endBody(requests, out);
        replies.body.end(out);
        while (pending.size() > 0) {
            writeOldest(out);
        }
        authentication.onEnd(out);
    }

    @Override
    public void reset() {
        authentication.reset();
        login.reset();
        lookups.begin();
        winRm.reset();
        requests.reset();
        replies.reset();
        scratch.clear();
        scratch.append("");
        pending.reset();
        requesting = null;
        replying = null;
        realign = false;
        confirmed = false;
        tunnel = false;
        reported.clear();
    }
}
