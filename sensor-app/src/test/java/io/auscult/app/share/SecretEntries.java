package io.auscult.app.share;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.alert.Telling;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Alerts and incidents in which everything that can hold a text holds something of the inside: addresses in every form, hardware addresses, names of hosts and users, alone and in
 * sentences. The same seed gives the same.
 */
final class SecretEntries {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz";
    /** These are counted by detectors, and nobody else's. */
    private static final List<String> COUNTS = List.of("failures");

    private static final List<String> NAMES = List.of(
            "user",
            "username",
            "users",
            "user_sample",
            "last_user",
            "guessed",
            "workstation",
            "victim",
            "sources",
            "source_sample",
            "values",
            "path",
            "share",
            "name",
            "file",
            "service_name",
            "service_path",
            "command",
            "query",
            "uri",
            "detail",
            "relay",
            "hop_1",
            "names",
            "status",
            "result",
            "service",
            "protocol",
            "program",
            "kinds",
            "direction",
            "owner",
            "claimant",
            "first_router",
            "zombie",
            "sha256",
            "md5",
            "source",
            "source_id",
            "indicator",
            "indicator_type",
            "tlp",
            "host_name",
            "certificate_subject",
            "spn",
            "failures",
            "id.orig_h",
            "estimated",
            "account",
            "community",
            "user_agent",
            "filter",
            "base_object",
            "seen_in_the_past",
            "nothing known");

    private final Random random;
    private final List<Rule> rules;
    final List<IpAddress> addresses = new ArrayList<>();
    final List<String> macs = new ArrayList<>();
    final List<String> hosts = new ArrayList<>();
    final List<String> users = new ArrayList<>();

    SecretEntries(long seed, List<Rule> rules) {
        this.random = new Random(seed);
        this.rules = rules;
        for (int i = 0; i < 6; i++) {
            addresses.add(internal());
            byte[] mac = new byte[6];
            random.nextBytes(mac);
            mac[0] = (byte) (random.nextInt(0x78) << 1);
            macs.add("%02x:%02x:%02x:%02x:%02x:%02x".formatted(mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]));
            hosts.add(word() + pick("", "-", "_") + word() + pick("", ".ward.local", ".hospital.be", ".corp"));
            users.add(pick("", "WARD\\", "")
                    + word()
                    + pick("", ".", " ", "'", "\"", "\n")
                    + word()
                    + pick("", "@hospital.be", "$"));
        }
    }

    private IpAddress internal() {
        return switch (random.nextInt(7)) {
            case 0 -> IpAddress.ofIpv4(10 << 24 | random.nextInt(1 << 24));
            case 1 -> IpAddress.ofIpv4(172 << 24 | 16 + random.nextInt(16) << 16 | random.nextInt(1 << 16));
            case 2 -> IpAddress.ofIpv4(192 << 24 | 168 << 16 | random.nextInt(1 << 16));
            case 3 -> IpAddress.ofIpv4(193 << 24 | 190 << 16 | random.nextInt(1 << 16)); // a range of its own
            case 4 -> new IpAddress(0xFD00_0000_0000_0000L | random.nextLong() >>> 8, random.nextLong());
            case 5 -> new IpAddress(0xFE80_0000_0000_0000L, random.nextLong());
            default ->
                new IpAddress(0x2002_0000_0000_0000L | (10L << 24 | random.nextInt(1 << 24)) << 16, random.nextLong());
        };
    }

    /** Long enough that digests in hexadecimal or base64 do not hold it by chance. */
    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 8 + random.nextInt(5); i > 0; i--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return random.nextInt(4) == 0 ? word.toString().toUpperCase(Locale.ROOT) : word.toString();
    }

    @SafeVarargs
    private <T> T pick(T... some) {
        return some[random.nextInt(some.length)];
    }

    private <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** In any form that a person or program would recognise. */
    static List<String> forms(IpAddress address) {
        List<String> forms = new ArrayList<>(List.of(address.toString()));
        if (address.isIpv4()) {
            int bits = (int) address.low();
            int a = bits >>> 24;
            int b = bits >>> 16 & 0xFF;
            int c = bits >>> 8 & 0xFF;
            int d = bits & 0xFF;
            forms.add(Integer.toUnsignedString(bits));
            forms.add("%08x".formatted(bits));
            forms.add("0x%08x".formatted(bits));
            forms.add("%d.%d.%d.%d.in-addr.arpa".formatted(d, c, b, a));
            forms.add("%d-%d-%d-%d".formatted(a, b, c, d));
            forms.add("::ffff:%x:%x".formatted(bits >>> 16, bits & 0xFFFF));
            forms.add("%03d.%03d.%03d.%03d".formatted(a, b, c, d));
        } else {
            String hex = "%016x%016x".formatted(address.high(), address.low());
            forms.add(hex);
            forms.add(hex.replaceAll("(.{4})(?!$)", "$1:").toUpperCase(Locale.ROOT));
            forms.add(new StringBuilder(hex).reverse().toString().replaceAll("(.)(?!$)", "$1.") + ".ip6.arpa");
        }
        return forms;
    }

    static List<String> macForms(String mac) {
        String digits = mac.replace(":", "");
        return List.of(
                mac, mac.replace(':', '-').toUpperCase(Locale.ROOT), digits, digits.replaceAll("(.{4})(?!$)", "$1."));
    }

    /** A text with something of the inside in it. */
    String text() {
        return switch (random.nextInt(8)) {
            case 0 -> of(forms(of(addresses)));
            case 1 -> of(macForms(of(macs)));
            case 2 -> of(hosts);
            case 3 -> of(users);
            case 4 -> "\\\\" + of(hosts) + "\\C$\\" + of(users);
            case 5 -> of(users) + ", " + of(users) + " and " + of(forms(of(addresses))) + ";" + of(hosts);
            case 6 -> "CN=" + of(users) + ",OU=" + of(hosts) + " {actor} {evidence.user} " + of(macForms(of(macs)));
            default -> of(hosts) + "." + of(forms(of(addresses))) + "." + of(users);
        };
    }

    private List<String> texts(int most) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private Map<String, String> byLanguage() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String language : List.of("en", "nl", "fr", text())) {
            texts.put(language, text());
        }
        return texts;
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(4) == 0 ? null : value.get();
    }

    private IpAddress address() {
        return random.nextInt(4) == 0 ? IpAddress.ofIpv4(203 << 24 | 113 << 8 | random.nextInt(256)) : of(addresses);
    }

    Party party() {
        return new Party(
                orNull(this::address), orNull(() -> of(macs)), orNull(() -> of(hosts)), orNull(() -> of(users)));
    }

    /** One of the program's, or one that a hospital wrote about its own machines. */
    Rule rule() {
        if (random.nextInt(3) > 0) {
            return of(rules);
        }
        return new Rule(
                text(),
                random.nextInt(),
                1,
                text(),
                text(),
                pick(Level.values()),
                pick(Confidence.values()),
                List.of(new Technique(text(), text(), text(), text())),
                text(),
                byLanguage(),
                new Telling(text(), byLanguage(), byLanguage()));
    }

    private ConnectionRef connection() {
        return random.nextInt(5) == 0
                ? ConnectionRef.NONE
                : new ConnectionRef(
                        random.nextLong(),
                        orNull(this::address),
                        random.nextInt(65_536),
                        orNull(this::address),
                        random.nextInt(65_536),
                        pick(1, 6, 17, 58),
                        random.nextInt(4_096),
                        0,
                        random.nextInt(4),
                        random.nextInt(1_000_000));
    }

    private Map<String, String> evidence() {
        Map<String, String> evidence = new LinkedHashMap<>();
        for (int i = random.nextInt(16); i > 0; i--) {
            String name = random.nextInt(6) == 0 ? text() : of(NAMES);
            evidence.put(name, random.nextInt(6) == 0 || COUNTS.contains(name) ? "12" : text());
        }
        return evidence;
    }

    private List<IpAddress> targets() {
        List<IpAddress> targets = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            targets.add(address());
        }
        return targets;
    }

    private List<String> open(List<IpAddress> targets) {
        List<String> open = new ArrayList<>(random.nextInt(3) == 0 ? texts(3) : List.of());
        for (IpAddress target : targets) {
            open.add((target.isIpv4() ? target : "[" + target + "]") + ":" + random.nextInt(65_536));
        }
        return open;
    }

    Alert alert() {
        List<IpAddress> targets = targets();
        long first = 1_700_000_000_000_000_000L + random.nextInt();
        return new Alert(
                text(),
                first + 1_000,
                rule(),
                pick(Level.values()),
                pick(Confidence.values()),
                random.nextBoolean() ? text() : "SYN scan",
                party(),
                party(),
                targets,
                targets.size() + random.nextInt(3),
                List.of(22, 445),
                2 + random.nextInt(3),
                open(targets),
                random.nextInt(4),
                pick(Outcome.values()),
                random.nextInt(1_000),
                first,
                first + 1_000,
                evidence(),
                connection(),
                text(),
                1 + random.nextInt(9),
                byLanguage(),
                random.nextInt(11),
                texts(3));
    }

    Incident incident() {
        List<Finding> findings = new ArrayList<>();
        List<Hop> hops = new ArrayList<>();
        List<Party> actors = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            actors.add(party());
            hops.add(new Hop(actors.getLast(), hops.isEmpty() ? null : actors.getFirst(), 1, 2));
        }
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            List<IpAddress> targets = targets();
            Rule rule = rule();
            findings.add(new Finding(
                    rule,
                    pick(Phase.values()),
                    of(actors),
                    party(),
                    pick(Level.values()),
                    pick(Confidence.values()),
                    pick(Outcome.values()),
                    texts(3),
                    random.nextInt(50),
                    1,
                    1_700_000_000_000_000_000L,
                    1_700_000_001_000_000_000L,
                    targets,
                    targets.size(),
                    List.of(22),
                    1,
                    open(targets),
                    List.of(of(users)),
                    List.of(new EvidenceRef(5, rule.id(), connection())),
                    alert()));
        }
        List<AffectedHost> affected = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            affected.add(new AffectedHost(
                    party(),
                    random.nextBoolean() ? texts(2) : List.of("domain-controller"),
                    random.nextBoolean(),
                    pick(Outcome.values())));
        }
        return new Incident(
                text(),
                texts(3),
                random.nextInt(11),
                pick(Level.values()),
                pick(Confidence.values()),
                pick(Light.values()),
                actors.getFirst(),
                hops,
                List.of(Phase.DISCOVERY),
                findings,
                affected,
                affected.size(),
                List.of(of(users), of(users)),
                pick(Outcome.values()),
                findings.size(),
                1_700_000_000_000_000_000L,
                1_700_000_001_000_000_000L,
                byLanguage(),
                byLanguage(),
                byLanguage(),
                Map.of("en", texts(3), "nl", texts(3), "fr", texts(3)));
    }
}
