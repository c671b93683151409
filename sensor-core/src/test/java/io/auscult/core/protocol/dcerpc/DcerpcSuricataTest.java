package io.auscult.core.protocol.dcerpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.protocol.RealCaptures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public tests of Suricata about DCE/RPC: how many calls of which interface, operation and number each capture holds. */
class DcerpcSuricataTest {
    private static final Path TESTS = RealCaptures.ROOT.resolve("OISF+suricata-verify/tests");
    private static final Pattern MEMBER = Pattern.compile("([\\w.\\[\\]]+):\\s*\"?([^\"#]*?)\"?\\s*");

    /** A call or an interface of a bind, by what the checks ask. */
    private record Seen(boolean isBind, String uuid, String service, String procedure, long opnum, long callId) {}

    /** One check: how many events have these members. */
    private record Check(String test, int count, Map<String, String> match) {}

    @Test
    void shouldSeeWhatSuricataSees() throws Exception {
        assumeTrue(Files.isDirectory(TESTS), "skipped: no captures at " + TESTS.toAbsolutePath());
        List<String> wrong = new ArrayList<>();
        int checks = 0;
        for (Path test : tests()) {
            List<Check> asked = checks(test);
            if (asked.isEmpty()) {
                continue;
            }
            List<Seen> seen = replay(capture(test));
            for (Check check : asked) {
                checks++;
                long found = seen.stream().filter(one -> fits(one, check.match)).count();
                if (found != check.count) {
                    wrong.add(check + ": " + found);
                }
            }
        }

        assertThat(checks).isGreaterThanOrEqualTo(20);
        assertThat(wrong).as("of %d checks", checks).isEmpty();
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> walk = Files.walk(TESTS)) {
            return walk.filter(file -> file.endsWith("test.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private static Path capture(Path test) throws IOException {
        try (Stream<Path> files = Files.list(test)) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng)"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The checks about calls and binds, from the YAML line by line: a check begins with {@code - filter:}. */
    private static List<Check> checks(Path test) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (String block : Files.readString(test.resolve("test.yaml")).split("- filter:", -1)) {
            Map<String, String> match = new HashMap<>();
            int count = -1;
            boolean isCall = false;
            boolean isOther = false;
            for (String line : block.lines().toList()) {
                Matcher member = MEMBER.matcher(line.strip());
                if (!member.matches()) {
                    continue;
                }
                String name = member.group(1).replaceFirst("^smb\\.dcerpc", "dcerpc");
                if (name.equals("count")) {
                    count = Integer.parseInt(member.group(2));
                } else if (name.startsWith("dcerpc.")) {
                    match.put(name.substring("dcerpc.".length()), member.group(2));
                    isCall = true;
                } else if (name.equals("event_type")) {
                    isOther = !member.group(2).matches("dcerpc|smb");
                }
            }
            boolean isSecond = match.keySet().stream().anyMatch(name -> name.contains("[1]")); // of the same bind
            if (isCall && !isOther && !isSecond && count >= 0) {
                checks.add(new Check(TESTS.relativize(test).toString(), count, match));
            }
        }
        return checks;
    }

    private static List<Seen> replay(Path capture) throws IOException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        RealCaptures.replay(capture, event -> {
            if (event.type() == DcerpcParser.DCE_RPC) {
                seen.add(new Seen(
                        false,
                        event.text(DcerpcParser.UUID),
                        event.text(DcerpcParser.ENDPOINT),
                        event.text(DcerpcParser.OPERATION),
                        event.number(DcerpcParser.OPNUM),
                        event.number(DcerpcParser.CALL_ID)));
            } else if (event.type() == DcerpcParser.DCE_RPC_BIND) {
                String uuid = event.texts(DcerpcParser.BIND_UUIDS).getFirst();
                String service = event.texts(DcerpcParser.BIND_ENDPOINTS).getFirst();
                seen.add(new Seen(true, uuid, service, "", -1, -1));
            }
        });
        return seen;
    }

    private static boolean fits(Seen one, Map<String, String> match) {
        for (Map.Entry<String, String> member : match.entrySet()) {
            String wanted = member.getValue().toLowerCase(Locale.ROOT);
            String found = switch (member.getKey()) {
                case "req.opnum", "opnum" -> Long.toString(one.opnum);
                case "call_id" -> Long.toString(one.callId);
                case "request" -> one.isBind ? "bind" : "request";
                case "interfaces[0].uuid" -> one.uuid;
                case "interfaces[0].service" -> one.service.toLowerCase(Locale.ROOT);
                case "interfaces[0].procedure" -> one.procedure.toLowerCase(Locale.ROOT);
                default -> wanted; // asks for what is in no event of ours
            };
            if (!wanted.equals(found)) {
                return false;
            }
        }
        return true;
    }
}
