package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExceptionCheckTest {
    @TempDir
    private Path folder;

    private List<String> problems(String rules, String whom) throws Exception {
        Path file = Files.writeString(folder.resolve("a.yml"), """
                exceptions:
                  - reason: known
                    rules: %s
                    %s
                    author: ICT
                    expires: 2030-01-31
                """.formatted(rules, whom));
        return ExceptionCheck.problems(Configuration.read(file, Map.of())).stream()
                .map(problem -> problem.replace(file.toString(), "a.yml"))
                .toList();
    }

    @Test
    void shouldTakeRulesOfJavaAndOfSigmaAndAreas() throws Exception {
        assertThat(problems("[scan.port_scan, identity, lateral.zone_transfer]", "source: 10.0.0.5"))
                .isEmpty();
    }

    @Test
    void shouldNameTheRuleThatWasMeant() throws Exception {
        assertThat(problems("[scan.port_scann]", "source: 10.0.0.5"))
                .containsExactly(
                        "a.yml:3: exceptions[0].rules: scan.port_scann: unknown rule (did you mean scan.port_scan?)");
        assertThat(problems("[everything-at-all-of-it]", "source: 10.0.0.5"))
                .containsExactly("a.yml:3: exceptions[0].rules: everything-at-all-of-it: unknown rule"
                        + " (expected: one that `auscult rules` lists)");
    }

    @Test
    void shouldRefuseAnExceptionForEverybody() throws Exception {
        assertThat(problems("[scan]", "ports: 443"))
                .containsExactly("a.yml:2: exceptions[0]: anybody to anybody (expected: source, role or target: an"
                        + " exception for all is a rule that is switched off)");
    }
}
