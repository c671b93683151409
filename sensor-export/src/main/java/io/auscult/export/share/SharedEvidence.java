package io.auscult.export.share;

import io.auscult.core.event.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which evidence may leave and in which form, as {@code evidence.tsv} lists it. Immutable; any thread. */
final class SharedEvidence {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*_[A-Z0-9_]{2,60}|SUCCESS");
    private static final Pattern HASH = Pattern.compile(
            "(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}" + "|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})");
    private static final Pattern ID =
            Pattern.compile("(?:[a-z-]{3,30}--)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}Z");
    private static final Pattern NTH = Pattern.compile("\\.[2-8]$"); // source.2, source_id.2 ...
    private static final Pattern JA4 = Pattern.compile("[a-z][0-9a-z]{6,10}_[0-9a-f]{4,12}_[0-9a-f]{12}");
    private static final Set<String> NOBODY = Set.of("", "?", "-", "unknown", "not readable");
    private static final Set<String> OF_INDICATORS = Set.of("indicator", "name", "id");
    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no");
    private static final int MAX_LIST = 32;

    private record Form(String type, Set<String> words) {}

    private final Map<String, Form> forms = new HashMap<>();

    SharedEvidence() {
        try (InputStream in = SharedEvidence.class.getResourceAsStream("evidence.tsv")) {
            if (in == null) {
                throw new IllegalStateException("evidence.tsv: absent (expected: beside " + getClass() + ")");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    Set<String> words = columns.length > 2 ? Set.of(columns[2].split("\\|")) : Set.of();
                    forms.put(columns[0], new Form(columns[1], words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts that may leave as they are. */
    List<String> words() {
        List<String> all = new ArrayList<>(forms.keySet());
        forms.values().forEach(form -> all.addAll(form.words()));
        return all;
    }

    /** What may leave of this. @param isIndicator whether it was raised because of an indicator, whose value is not from the traffic */
    Map<String, String> of(Map<String, String> evidence, boolean isIndicator, Substitute substitute) {
        Map<String, String> shared = new LinkedHashMap<>();
        evidence.forEach((name, value) -> {
            Form form = forms.get(NTH.matcher(name).replaceFirst(""));
            String told = form != null && (isIndicator || !OF_INDICATORS.contains(form.type()))
                    ? told(form, value, evidence, substitute)
                    : null;
            if (told != null) {
                shared.put(name, told);
            }
        });
        return shared;
    }

    private static @Nullable String told(Form form, String value, Map<String, String> evidence, Substitute substitute) {
        return switch (form.type()) {
            case "number" -> harmless(matching(NUMBER, value), substitute); // an address is a number, too
            case "flag" -> FLAGS.contains(value) ? value : null;
            case "word" -> form.words().contains(value) ? value : null;
            case "words" -> form.words().containsAll(List.of(value.split(", ", -1))) ? value : null;
            case "code" -> harmless(matching(CODE, value), substitute);
            case "hash" -> harmless(matching(HASH, value), substitute);
            case "id" -> harmless(matching(ID, value), substitute);
            case "name" -> harmless(matching(NAME, value), substitute);
            case "time" -> matching(TIME, value);
            case "address" -> address(value, substitute);
            case "addresses" -> list(value.replaceAll("^\\[|]$", ""), each -> address(each, substitute));
            case "user" -> user(value, substitute);
            case "users" -> list(value, each -> user(each, substitute));
            case "host" -> NOBODY.contains(value) ? value : substitute.host(value);
            case "mac" -> Texts.macs(value).isEmpty() ? null : substitute.mac(value);
            case "indicator" -> indicator(value, evidence.getOrDefault("indicator_type", ""), substitute);
            default -> throw new IllegalStateException("evidence.tsv: " + form.type());
        };
    }

    /** Its source knows it already; others are told it like any other value of its type. */
    private static @Nullable String indicator(String value, String type, Substitute substitute) {
        return switch (type) {
            case "address" -> address(value, substitute);
            case "ja3", "md5", "sha1", "sha256", "certificate" -> harmless(matching(HASH, value), substitute);
            case "ja4" -> harmless(matching(JA4, value), substitute);
            case "user", "email" -> substitute.user(value);
            default -> null;
        };
    }

    private static @Nullable String matching(Pattern pattern, String value) {
        return pattern.matcher(value).matches() ? value : null;
    }

    private static @Nullable String harmless(@Nullable String value, Substitute substitute) {
        return value == null || substitute.isNamed(value) ? null : value;
    }

    private static @Nullable String user(String value, Substitute substitute) {
        return NOBODY.contains(value) ? value : substitute.user(value);
    }

    private static @Nullable String address(String value, Substitute substitute) {
        IpAddress address;
        try {
            address = IpAddress.parse(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
        IpAddress shared = substitute.address(address);
        return shared == null ? null : shared.toString();
    }

    /** Without what may not leave; null when nothing is left. */
    private static @Nullable String list(String value, UnaryOperator<@Nullable String> each) {
        List<String> told = new ArrayList<>();
        for (String one : value.split(", ", MAX_LIST + 1)) {
            String text = told.size() < MAX_LIST ? each.apply(one) : null;
            if (text != null) {
                told.add(text);
            }
        }
        return told.isEmpty() ? null : String.join(", ", told);
    }
}
