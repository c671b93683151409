package io.auscult.rules.sigma;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever lies in a file of rules: it is refused with file, line and reason, or it is a rule that can be asked about any event. */
class RuleFuzzTest {
    private static final String FILE = "rule.yml";

    @FuzzTest
    void rules(byte[] data) {
        RuleScript script = new RuleScript(new String(data, StandardCharsets.UTF_8));
        for (Problem problem : script.rules().problems()) {
            require(problem.file().equals(FILE) && problem.line() >= 1, problem.toString());
            require(problem.toString().chars().noneMatch(Character::isISOControl), problem.toString());
        }
        script.event(
                        "dns",
                        "query",
                        "a.example",
                        "answers",
                        List.of("192.0.2.1", "b"),
                        "rejected",
                        true,
                        "qtype",
                        1,
                        "rtt",
                        5)
                .event("http", "uri", new byte[] {'/', -1, -61, 40, 0}, "status_code", 404)
                .event("conn")
                .after(1_000_000)
                .end();
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
