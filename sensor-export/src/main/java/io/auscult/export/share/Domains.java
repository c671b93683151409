package io.auscult.export.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names belong to the outside: with several labels, under a top-level domain that the Internet knows, and not under the hospital's own domains. Immutable; any thread. */
final class Domains {
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.){1,10}[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final int MAX_LENGTH = 253;

    /** Never of the Internet: RFC 6761, 6762, 7686, 8375, 9476, what ICANN keeps free, and what people call their networks. */
    private static final Set<String> INSIDE = Set.of(
            "alt",
            "arpa",
            "corp",
            "domain",
            "example",
            "home",
            "host",
            "internal",
            "intern",
            "intra",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "mail",
            "onion",
            "private",
            "test",
            "workgroup");

    private final List<String> own;

    /** @param own the hospital's domains, such as hospital.example */
    Domains(List<String> own) {
        List<String> suffixes = new ArrayList<>();
        for (String domain : own) {
            suffixes.add(domain.strip().toLowerCase(Locale.ROOT).replaceAll("^[*.]+|\\.$", ""));
        }
        this.own = List.copyOf(suffixes);
    }

    boolean isOutside(String name) {
        String plain = Texts.plain(name);
        plain = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        if (plain.length() > MAX_LENGTH || !NAME.matcher(plain).matches()) {
            return false;
        }
        for (String suffix : own) {
            if (plain.equals(suffix) || plain.endsWith("." + suffix)) {
                return false;
            }
        }
        return !INSIDE.contains(plain.substring(plain.lastIndexOf('.') + 1));
    }
}
