package io.auscult.rules.indicator;

import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorLookup;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.rules.identity.LeakedAccounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a line of a log with indicators, and its user with leaked accounts, as the detector compares the event. One a thread, reused. */
final class LogMatcher {
    /** Logs in which something can match. */
    static final Set<String> LOGS = Set.of("conn", "dns", "http", "ssl", "x509", "files", "identity", "smtp");

    private static final List<String> JA3 = List.of("ja3", "ja3s");
    private static final List<String> JA4 = List.of("ja4", "ja4s");
    private static final List<String> CHAINS = List.of("cert_chain_fps", "client_cert_chain_fps");
    private static final List<String> X509 = List.of("fingerprint", "sha1", "md5");
    private static final int MOST_NAMES = 65_536;
    private static final List<String> SENDERS = List.of("mailfrom", "from", "reply_to");

    /** Takes what matched. */
    @FunctionalInterface
    interface Matches {
        /** @param matched empty for a leaked account */
        void match(String field, String met, List<Indicator> matched);
    }

    private final IndicatorLookup lookup;
    private final LeakedAccounts leaked;
    private final boolean isOfAccountsOnly;
    private final Map<String, Boolean> names = new HashMap<>(); // whether they leaked
    private final Texts texts = new Texts();

    LogMatcher(IndicatorTable table, LeakedAccounts leaked) {
        this.lookup = new IndicatorLookup(table);
        this.leaked = leaked;
        this.isOfAccountsOnly = table.isEmpty();
    }

    /** Whether something of this log could match. */
    boolean wants(String log) {
        return LOGS.contains(log) && (!isOfAccountsOnly || log.equals("identity"));
    }

    void match(String log, LogLine line, Matches matches) {
        switch (log) {
            case "conn" -> {
                address(line, "id.resp_h", matches);
                address(line, "id.orig_h", matches);
            }
            case "dns" -> dns(line, matches);
            case "http" -> http(line, matches);
            case "ssl" -> {
                domain("server_name", line.text("server_name"), matches);
                JA3.forEach(field -> digits(IndicatorType.JA3, field, line.text(field), matches));
                JA4.forEach(field -> text(IndicatorType.JA4, field, line.text(field), matches));
                for (String chain : CHAINS) {
                    line.list(chain).forEach(digest -> digits(IndicatorType.CERTIFICATE, chain, digest, matches));
                }
            }
            case "x509" -> X509.forEach(field -> digits(IndicatorType.CERTIFICATE, field, line.text(field), matches));
            case "files" -> {
                digits(IndicatorType.SHA256, "sha256", line.text("sha256"), matches);
                digits(IndicatorType.SHA1, "sha1", line.text("sha1"), matches);
                digits(IndicatorType.MD5, "md5", line.text("md5"), matches);
            }
            case "identity" -> identity(line, matches);
            case "smtp" -> {
                SENDERS.forEach(field -> mail(field, line.text(field), matches));
                line.list("rcptto").forEach(address -> mail("rcptto", address, matches));
                address(line, "x_originating_ip", matches);
            }
            default -> {}
        }
    }

    private void address(LogLine line, String field, Matches matches) {
        IpAddress address = line.address(field);
        if (address != null && lookup.address(address.high(), address.low())) {
            matches.match(field, address.toString(), lookup.matched());
        }
    }

    private void dns(LogLine line, Matches matches) {
        if (domain("query", line.text("query"), matches)) {
            return;
        }
        for (String answer : line.list("answers")) {
            byte[] bytes = LogLine.bytes(answer);
            if (Texts.isName(bytes, 0, bytes.length)) {
                domain("answers", answer, matches);
            }
        }
    }

    private void http(LogLine line, Matches matches) {
        byte[] host = LogLine.bytes(line.text("host"));
        byte[] uri = LogLine.bytes(line.text("uri"));
        if (host.length == 0 && uri.length == 0) {
            return;
        }
        byte[] both = new byte[host.length + uri.length];
        System.arraycopy(host, 0, both, 0, host.length);
        System.arraycopy(uri, 0, both, host.length, uri.length);
        texts.url(both, 0, host.length, host.length, uri.length);
        if (lookup.text(IndicatorType.URL, texts.bytes(), 0, texts.length())) {
            matches.match("uri", texts.whole(), lookup.matched());
        }
        if (texts.isAddress()) {
            IpAddress resp = line.address("id.resp_h");
            boolean isToldOfConnection = resp != null && resp.high() == 0 && resp.low() == texts.addressLow();
            if (!isToldOfConnection && lookup.address(0, texts.addressLow())) {
                matches.match("host", texts.host(), lookup.matched());
            }
        } else if (lookup.domain(texts.bytes(), 0, texts.hostLength())) {
            matches.match("host", texts.host(), lookup.matched());
        }
    }

    private void identity(LogLine line, Matches matches) {
        byte[] user = LogLine.bytes(line.text("user"));
        byte[] domain = LogLine.bytes(line.text("domain"));
        int forms = texts.user(join(user, domain), 0, user.length, user.length, domain.length);
        for (int i = 0; i < forms; i++) {
            int from = texts.formFrom(i);
            int length = texts.formLength(i);
            if (lookup.text(IndicatorType.USER, texts.bytes(), from, length)
                    || lookup.text(IndicatorType.EMAIL, texts.bytes(), from, length)) {
                matches.match("user", Texts.text(texts.bytes(), from, length), lookup.matched());
                break;
            }
        }
        if (!leaked.isEmpty() && user.length > 0 && isLeaked(line.text("user"), line.text("domain"))) {
            matches.match("user", line.text("user"), List.of());
        }
    }

    /** Each salt costs a digest, and users come again. */
    private boolean isLeaked(String user, String domain) {
        if (names.size() >= MOST_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(user + "\0" + domain, name -> leaked.has(user, domain));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private boolean domain(String field, String name, Matches matches) {
        byte[] bytes = LogLine.bytes(name);
        boolean isMatch = bytes.length > 0 && lookup.domain(bytes, 0, bytes.length);
        if (isMatch) {
            matches.match(field, name, lookup.matched());
        }
        return isMatch;
    }

    private void digits(IndicatorType type, String field, String digest, Matches matches) {
        byte[] bytes = LogLine.bytes(digest);
        if (lookup.digits(type, bytes, 0, bytes.length)) {
            matches.match(field, digest, lookup.matched());
        }
    }

    private void text(IndicatorType type, String field, String text, Matches matches) {
        byte[] bytes = LogLine.bytes(text);
        if (lookup.text(type, bytes, 0, bytes.length)) {
            matches.match(field, text, lookup.matched());
        }
    }

    private void mail(String field, String address, Matches matches) {
        byte[] bytes = LogLine.bytes(address);
        if (texts.mail(bytes, 0, bytes.length) && lookup.text(IndicatorType.EMAIL, texts.bytes(), 0, texts.length())) {
            matches.match(field, Texts.text(texts.bytes(), 0, texts.length()), lookup.matched());
        }
    }
}
