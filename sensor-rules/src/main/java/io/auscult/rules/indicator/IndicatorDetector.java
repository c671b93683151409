package io.auscult.rules.indicator;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.indicator.IndicatorLookup;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.smtp.SmtpParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.rules.identity.LeakedAlerts;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.role.Role;
import java.util.List;
import java.util.Queue;

/**
 * Compares addresses, names, URLs, fingerprints, hashes, users and mail addresses with the indicators ({@link IndicatorTable}). A connection counts as soon as it was answered, refused or given up. What was told of one host and
 * one indicator is told again after a day, at ten, a hundred and so on times, and when it succeeded after it had not. Also passes on what a search of the past found. Detect thread.
 */
public final class IndicatorDetector implements Detector {
    static final int CAPACITY = 65_536; // (indicator, hosts)
    static final int MOST_AT_ONCE = 64; // from the past, at the end of a block

    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    private static final Field DNS_QUERY = DnsParser.DNS.field("query");
    private static final Field DNS_ANSWERS = DnsParser.DNS.field("answers");
    private static final Field DNS_RCODE = DnsParser.DNS.field("rcode");
    private static final Field HTTP_HOST = HttpParser.HTTP.field("host");
    private static final Field HTTP_URI = HttpParser.HTTP.field("uri");
    private static final Field HTTP_STATUS = HttpParser.HTTP.field("status_code");
    private static final Field SSL_NAME = SslParser.SSL.field("server_name");
    private static final Field SSL_ESTABLISHED = SslParser.SSL.field("established");
    private static final List<Field> JA3 = List.of(SslParser.SSL.field("ja3"), SslParser.SSL.field("ja3s"));
    private static final List<Field> JA4 = List.of(SslParser.SSL.field("ja4"), SslParser.SSL.field("ja4s"));
    private static final List<Field> X509 =
            List.of(SslParser.X509.field("fingerprint"), SslParser.X509.field("sha1"), SslParser.X509.field("md5"));
    private static final Field FILE_MD5 = FileStream.FILES.field("md5");
    private static final Field FILE_SHA1 = FileStream.FILES.field("sha1");
    private static final Field FILE_SHA256 = FileStream.FILES.field("sha256");
    private static final List<Field> MAIL = List.of(
            SmtpParser.SMTP.field("mailfrom"), SmtpParser.SMTP.field("from"), SmtpParser.SMTP.field("reply_to"));
    private static final Field MAIL_TO = SmtpParser.SMTP.field("rcptto");
    private static final Field MAIL_ORIGIN = SmtpParser.SMTP.field("x_originating_ip");

    private final IndicatorAlerts alerts;
    private final IndicatorTable table;
    private final boolean isLive;
    private final IndicatorLookup lookup;
    private final Texts texts = new Texts();
    private final StateTable<Told> told;
    private final Queue<Past> past;

    public IndicatorDetector(
            IndicatorRules rules,
            LeakedAlerts leaked,
            Indicators indicators,
            Knowledge knowledge,
            LocalNets localNets,
            Counters counters) {
        this.alerts = new IndicatorAlerts(
                rules,
                leaked,
                localNets,
                (host, nowNs) -> knowledge.roles().has(Role.DNS_SERVER, host.high(), host.low(), nowNs)
                        || knowledge.roles().has(Role.RESOLVER, host.high(), host.low(), nowNs));
        this.table = indicators.table();
        this.isLive = indicators.isLive();
        this.past = indicators.past();
        this.lookup = new IndicatorLookup(table);
        this.told = new StateTable<>(CAPACITY, 4, counters, Told::new);
    }

    private static final class Told implements State {
        private long firstNs;
        private long toldNs;
        private long count;
        private long next;
        private boolean succeeded;

        @Override
        public void clear() {
            firstNs = 0;
            toldNs = Long.MIN_VALUE / 2;
            count = 0;
            next = 1;
            succeeded = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(
                FlowEvents.CONTACT,
                DnsParser.DNS,
                HttpParser.HTTP,
                SslParser.SSL,
                SslParser.X509,
                FileStream.FILES,
                IdentityUse.IDENTITY,
                SmtpParser.SMTP);
    }

    @Override
    public void onEvent(Event e, AlertSink sink) {
        if (table.isEmpty()) {
            return;
        }
        EventType type = e.type();
        if (type == FlowEvents.CONTACT) {
            contact(e, sink);
        } else if (type == DnsParser.DNS) {
            dns(e, sink);
        } else if (type == HttpParser.HTTP) {
            http(e, sink);
        } else if (type == SslParser.SSL) {
            ssl(e, sink);
        } else if (type == SslParser.X509) {
            for (Field field : X509) {
                digits(e, IndicatorType.CERTIFICATE, field, "x509." + field.name(), sink);
            }
        } else if (type == FileStream.FILES) {
            digits(e, IndicatorType.SHA256, FILE_SHA256, "files.sha256", sink);
            digits(e, IndicatorType.SHA1, FILE_SHA1, "files.sha1", sink);
            digits(e, IndicatorType.MD5, FILE_MD5, "files.md5", sink);
        } else if (type == IdentityUse.IDENTITY) {
            identity(e, sink);
        } else if (type == SmtpParser.SMTP) {
            smtp(e, sink);
        }
    }

    @Override
    public void onTime(long nowNs, AlertSink sink) {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Past each = past.poll();
            if (each == null) {
                return;
            }
            sink.raise(alerts.past(each, nowNs));
        }
    }

    @Override
    public void onEnd(long nowNs, AlertSink sink) {
        while (!past.isEmpty()) {
            onTime(nowNs, sink);
        }
    }

    private void contact(Event e, AlertSink sink) {
        long outcome = e.number(FlowEvents.CONTACT_OUTCOME);
        if (lookup.address(e.respHigh(), e.respLow())) {
            tell(e, "conn.id.resp_h", e.respHost().toString(), outcome(outcome), sink);
        }
        if (lookup.address(e.origHigh(), e.origLow())) {
            tell(e, "conn.id.orig_h", e.origHost().toString(), outcome(outcome), sink);
        }
    }

    private static Outcome outcome(long contact) {
        if (contact == FlowEvents.ANSWERED || contact == FlowEvents.MIDSTREAM) {
            return Outcome.SUCCEEDED;
        }
        return contact == FlowEvents.SILENT
                ? Outcome.ATTEMPTED
                : contact == FlowEvents.REFUSED || contact == FlowEvents.UNREACHABLE ? Outcome.FAILED : Outcome.UNKNOWN;
    }

    private void dns(Event e, AlertSink sink) {
        Outcome outcome =
                !e.has(DNS_RCODE) ? Outcome.ATTEMPTED : e.number(DNS_RCODE) == 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
        if (e.has(DNS_QUERY) && lookup.domain(e.bytes(), e.offset(DNS_QUERY), e.length(DNS_QUERY))) {
            tell(e, "dns.query", e.text(DNS_QUERY), outcome, sink);
            return;
        }
        if (!e.has(DNS_ANSWERS)) {
            return;
        }
        int at = e.listOffset(DNS_ANSWERS);
        for (int i = e.listCount(DNS_ANSWERS); i > 0; i--) {
            int length = Texts.length(e.bytes(), at);
            if (Texts.isName(e.bytes(), at + 4, length) && lookup.domain(e.bytes(), at + 4, length)) {
                tell(e, "dns.answers", Texts.text(e.bytes(), at + 4, length), outcome, sink);
            }
            at += 4 + length;
        }
    }

    private void http(Event e, AlertSink sink) {
        Outcome outcome = !e.has(HTTP_STATUS)
                ? Outcome.UNKNOWN
                : e.number(HTTP_STATUS) < 400 ? Outcome.SUCCEEDED : Outcome.FAILED;
        if (!e.has(HTTP_HOST) && !e.has(HTTP_URI)) {
            return;
        }
        texts.url(
                e.bytes(),
                e.has(HTTP_HOST) ? e.offset(HTTP_HOST) : 0,
                e.length(HTTP_HOST),
                e.has(HTTP_URI) ? e.offset(HTTP_URI) : 0,
                e.length(HTTP_URI));
        if (lookup.text(IndicatorType.URL, texts.bytes(), 0, texts.length())) {
            tell(e, "http.uri", texts.whole(), outcome, sink);
        }
        if (texts.isAddress()) {
            boolean isToldAsContact = e.respHigh() == 0 && e.respLow() == texts.addressLow();
            if (!isToldAsContact && lookup.address(0, texts.addressLow())) {
                tell(e, "http.host", texts.host(), outcome, sink);
            }
        } else if (lookup.domain(texts.bytes(), 0, texts.hostLength())) {
            tell(e, "http.host", texts.host(), outcome, sink);
        }
    }

    private void ssl(Event e, AlertSink sink) {
        Outcome outcome = e.flag(SSL_ESTABLISHED) ? Outcome.SUCCEEDED : Outcome.UNKNOWN;
        if (e.has(SSL_NAME) && lookup.domain(e.bytes(), e.offset(SSL_NAME), e.length(SSL_NAME))) {
            tell(e, "ssl.server_name", e.text(SSL_NAME), outcome, sink);
        }
        for (Field field : JA3) {
            digits(e, IndicatorType.JA3, field, "ssl." + field.name(), sink);
        }
        for (Field field : JA4) {
            if (e.has(field) && lookup.text(IndicatorType.JA4, e.bytes(), e.offset(field), e.length(field))) {
                tell(e, "ssl." + field.name(), e.text(field), outcome, sink);
            }
        }
    }

    private void digits(Event e, IndicatorType type, Field field, String name, AlertSink sink) {
        if (e.has(field) && lookup.digits(type, e.bytes(), e.offset(field), e.length(field))) {
            tell(e, name, e.text(field), Outcome.SUCCEEDED, sink);
        }
    }

    private void identity(Event e, AlertSink sink) {
        if (!e.has(IdentityUse.USER)) {
            return;
        }
        int forms = texts.user(
                e.bytes(),
                e.offset(IdentityUse.USER),
                e.length(IdentityUse.USER),
                e.has(IdentityUse.DOMAIN) ? e.offset(IdentityUse.DOMAIN) : 0,
                e.length(IdentityUse.DOMAIN));
        for (int i = 0; i < forms; i++) {
            int from = texts.formFrom(i);
            int length = texts.formLength(i);
            if (lookup.text(IndicatorType.USER, texts.bytes(), from, length)
                    || lookup.text(IndicatorType.EMAIL, texts.bytes(), from, length)) {
                Outcome outcome = e.textEquals(IdentityUse.OUTCOME, Texts.SUCCESS)
                        ? Outcome.SUCCEEDED
                        : e.textEquals(IdentityUse.OUTCOME, Texts.FAILURE) ? Outcome.FAILED : Outcome.UNKNOWN;
                tell(e, "identity.user", Texts.text(texts.bytes(), from, length), outcome, sink);
                return;
            }
        }
    }

    private void smtp(Event e, AlertSink sink) {
        for (Field field : MAIL) {
            if (e.has(field)) {
                mail(e, e.offset(field), e.length(field), "smtp." + field.name(), sink);
            }
        }
        int at = e.has(MAIL_TO) ? e.listOffset(MAIL_TO) : 0;
        for (int i = e.listCount(MAIL_TO); i > 0; i--) {
            int length = Texts.length(e.bytes(), at);
            mail(e, at + 4, length, "smtp.rcptto", sink);
            at += 4 + length;
        }
        if (e.has(MAIL_ORIGIN) && lookup.address(e.addressHigh(MAIL_ORIGIN), e.addressLow(MAIL_ORIGIN))) {
            tell(e, "smtp.x_originating_ip", e.address(MAIL_ORIGIN).toString(), Outcome.SUCCEEDED, sink);
        }
    }

    private void mail(Event e, int from, int length, String field, AlertSink sink) {
        if (texts.mail(e.bytes(), from, length) && lookup.text(IndicatorType.EMAIL, texts.bytes(), 0, texts.length())) {
            tell(e, field, Texts.text(texts.bytes(), 0, texts.length()), Outcome.SUCCEEDED, sink);
        }
    }

    /** Of what the last lookup found. */
    private void tell(Event e, String field, String met, Outcome outcome, AlertSink sink) {
        long now = isLive ? System.currentTimeMillis() / 1_000 : Math.floorDiv(e.timestampNs(), 1_000_000_000L);
        if (!lookup.inForce(now)) {
            return;
        }
        boolean isOfResponder = isOfResponder(lookup.type());
        Told before = told.at(
                lookup.key(),
                e.origHigh() * 31 + e.origLow(),
                isOfResponder ? e.respHigh() : 0,
                isOfResponder ? e.respLow() : 0);
        if (told.isFresh()) {
            before.firstNs = e.timestampNs();
        }
        before.count++;
        boolean isNews = outcome == Outcome.SUCCEEDED && !before.succeeded;
        if (before.count < before.next && !isNews && e.timestampNs() - before.toldNs <= DAY_NS) {
            return;
        }
        while (before.next <= before.count) {
            before.next *= 10;
        }
        before.toldNs = e.timestampNs();
        before.succeeded |= outcome == Outcome.SUCCEEDED;
        sink.raise(alerts.alert(
                Occurrence.of(e, field, met, outcome),
                lookup.matched(),
                before.count,
                before.firstNs,
                e.timestampNs()));
    }

    /** A name is asked of any of several servers: which of them does not matter. */
    private static boolean isOfResponder(IndicatorType type) {
        return type != IndicatorType.DOMAIN && type != IndicatorType.URL;
    }
}
