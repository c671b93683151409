package io.auscult.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.util.diff.Delta;
import org.assertj.core.util.diff.DiffUtils;

/** The committed lines of a case: compares, tells differences so that a person sees them, rewrites. */
final class SampleFiles {
    static final boolean REWRITES = Boolean.getBoolean("auscult.rewrite");

    /** Longer events are committed as a digest. */
    static final int MOST = 300_000; // characters

    static final int KEPT_LINES = 50;

    private static final int SHOWN = 12; // differences
    private static final Pattern PATH = Pattern.compile("^\\{\"_path\":\"([^\"]+)\"");
    private static final Pattern CONN_STATE = Pattern.compile("\"conn_state\":\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAID = Path.of("target", "sample-cases");

    private SampleFiles() {}

    /** What is committed of these events: all, or when they are many how many of each and the first lines. */
    static String committed(String events) {
        if (events.length() <= MOST) {
            return events;
        }
        Map<String, Integer> logs = new TreeMap<>();
        Map<String, Integer> states = new TreeMap<>();
        List<String> lines = events.lines().toList();
        for (String line : lines) {
            count(PATH.matcher(line), logs);
            count(CONN_STATE.matcher(line), states);
        }
        StringBuilder text = new StringBuilder("{\"_digest\":{\"lines\":" + lines.size() + ",\"logs\":" + json(logs)
                + ",\"conn_state\":" + json(states) + ",\"sha256\":\"" + sha256(events) + "\"}}\n");
        lines.subList(0, KEPT_LINES).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void count(Matcher matcher, Map<String, Integer> counts) {
        if (matcher.find()) {
            counts.merge(matcher.group(1), 1, Integer::sum);
        }
    }

    private static String json(Map<String, Integer> counts) {
        return JSON.valueToTree(counts).toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Compares with the committed file, or rewrites it when asked to.
     *
     * @param said all that was said
     * @param kept what of it is committed
     * @return what differs, in words; empty when nothing does
     */
    static List<String> check(SampleCase sample, String file, String said, String kept) throws IOException {
        Path golden = sample.folder().resolve(file);
        if (REWRITES) {
            Files.writeString(golden, kept);
            return List.of();
        }
        if (!Files.exists(golden)) {
            return List.of(golden + ": absent (expected: run once with -Dauscult.rewrite=true)");
        }
        String wanted = Files.readString(golden);
        if (wanted.equals(kept)) {
            return List.of();
        }
        Path here = SAID.resolve(sample.name());
        Files.createDirectories(here);
        Files.writeString(here.resolve(file), said);
        List<String> told = new ArrayList<>();
        told.add(golden + " differs from " + here.resolve(file).toAbsolutePath() + ":");
        List<Delta<String>> deltas =
                DiffUtils.diff(wanted.lines().toList(), kept.lines().toList()).getDeltas();
        for (Delta<String> delta : deltas.subList(0, Math.min(SHOWN, deltas.size()))) {
            tell(delta, told);
        }
        if (deltas.size() > SHOWN) {
            told.add("  ... and " + (deltas.size() - SHOWN) + " more places");
        }
        return told;
    }

    private static void tell(Delta<String> delta, List<String> told) {
        List<String> before = delta.getOriginal().getLines();
        List<String> after = delta.getRevised().getLines();
        int line = delta.getOriginal().getPosition() + 1;
        for (int i = 0; i < Math.min(SHOWN, Math.max(before.size(), after.size())); i++) {
            if (i >= after.size()) {
                told.add("  line " + (line + i) + " is gone:  " + shortened(before.get(i)));
            } else if (i >= before.size()) {
                told.add("  after line " + (line + i - 1) + " is new:  " + shortened(after.get(i)));
            } else {
                told.add("  line " + (line + i) + ": " + changes(before.get(i), after.get(i)));
            }
        }
    }

    /** Only the members that differ, where both lines are JSON and tell the same kind of thing. */
    private static String changes(String before, String after) {
        try {
            Map<String, String> old = flat(JSON.readTree(before));
            Map<String, String> now = flat(JSON.readTree(after));
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            names.removeIf(name -> old.getOrDefault(name, "").equals(now.getOrDefault(name, "")));
            if (names.size() <= SHOWN) {
                StringBuilder text = new StringBuilder();
                for (String name : names) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(name)
                            .append(' ')
                            .append(old.getOrDefault(name, "absent"))
                            .append(" -> ")
                            .append(now.getOrDefault(name, "absent"));
                }
                return text.toString();
            }
        } catch (IOException e) {
            return shortened(before) + " -> " + shortened(after);
        }
        return shortened(before) + " -> " + shortened(after);
    }

    private static Map<String, String> flat(JsonNode node) {
        Map<String, String> values = new TreeMap<>();
        flatten("", node, values);
        return values;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(each -> flatten(name + "/" + each.getKey(), each.getValue(), into));
        } else {
            into.put(name, node.toString());
        }
    }

    private static String shortened(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
