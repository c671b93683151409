package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public rules for Zeek and the examples of the specification, unchanged; skipped where they are absent. */
class SigmaHqTest {
    private static final Path SHARED = Path.of(System.getProperty("auscult.shared", "../../shared"), "sigmahq");

    private static RuleSet check(String folder) {
        assumeTrue(Files.isDirectory(SHARED.resolve(folder)), () -> "skipped: no " + SHARED);
        return new RuleFolders(false, List.of(SHARED.resolve(folder)), Set.of(), new Techniques()).load();
    }

    @Test
    void shouldUseThePublicRulesForZeekButThoseThatNobodyCanUse() {
        RuleSet rules = check("zeek");

        assertThat(rules.size()).isEqualTo(23);
        assertThat(rules.problems())
                .filteredOn(problem -> problem.kind() == Problem.Kind.ERROR)
                .extracting(problem -> problem.file().replaceAll(".*/", ""))
                .containsOnly(
                        "zeek_dce_rpc_domain_user_enumeration.yml", // unsupported, counts behind a bar
                        "zeek_http_exfiltration_compressed_files.yml", // unsupported, fields of another product
                        "zeek_http_exploit_cve_2021_38647_omigod_no_auth_rce.yml"); // a field of an optional script
    }

    @Test
    void shouldNameWhatInThemCanNeverMatch() {
        assertThat(check("zeek").problems())
                .filteredOn(problem -> problem.kind() == Problem.Kind.NEVER)
                .extracting(
                        problem -> problem.file().replaceAll(".*/", "") + ":" + problem.line() + " " + problem.text())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("zeek_dce_rpc_mitre_bzar_execution.yml:") && line.contains("swapped"))
                .anyMatch(line ->
                        line.startsWith("zeek_susp_kerberos_rc4.yml:") && line.contains("no account begins with $"));
    }

    @Test
    void shouldUseThePublicRulesForDns() {
        RuleSet rules = check("dns");

        assertThat(rules.size()).isEqualTo(7);
        assertThat(rules.problems()).isEmpty();
    }

    /** The examples are about other products and refer to rules that are not there: each is refused for just that. */
    @Test
    void shouldRefuseTheExamplesOfTheSpecificationForTheirProductOnly() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), () -> "skipped: no " + SHARED);
        try (Stream<Path> files = Files.list(SHARED.resolve("spec-tests"))) {
            for (Path file : files.sorted().toList()) {
                List<String> problems = RuleScript.problems(Files.readString(file));
                String allowed = file.toString().contains("percentile")
                        ? "not supported"
                        : "product: windows|expected: one of|no such rule|no service|no field of dns";
                assertThat(problems)
                        .as(file.toString())
                        .isNotEmpty()
                        .allMatch(problem -> problem.matches(".*(" + allowed + ").*"));
            }
        }
    }

    /** The same examples, their product and names replaced by ours. */
    @Test
    void shouldReadTheExamplesOfTheSpecificationAboutOurEvents() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), () -> "skipped: no " + SHARED);
        StringBuilder rules = new StringBuilder();
        for (String name : List.of("recon_cmd_a", "recon_cmd_b", "recon_cmd_c", "rule_a_id", "website_access")) {
            rules.append(RuleScript.rule("http", "a:\n    uri: /" + name + "\ncondition: a"))
                    .append("name: ")
                    .append(name)
                    .append("\n---\n");
        }
        for (String id : List.of(
                "5638f7c0-ac70-491d-8465-2a65075e0d86",
                "6f3e2987-db24-4c78-a860-b4f4095a7095",
                "df0841c0-9846-4e9f-ad8a-7df91571771b")) {
            rules.append(RuleScript.rule("http", "a:\n    uri: /" + id + "\ncondition: a"))
                    .append("id: ")
                    .append(id)
                    .append("\n---\n");
        }
        try (Stream<Path> files = Files.list(SHARED.resolve("spec-tests"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.contains("percentile") || name.contains("_ecs")) {
                    continue;
                }
                String ours = Files.readString(file)
                        .replaceAll("ComputerName|SourceIP", "id.orig_h")
                        .replaceAll("\\bUser\\b(?! name)", "username")
                        .replaceAll("WorkstationName", "host")
                        .replaceAll("BytesOut|bytes_sent", "request_body_len")
                        .replaceAll("Provider_Name", "user_agent")
                        .replaceAll("category: process_creation", "service: http")
                        .replaceAll("service: application", "service: http")
                        .replaceAll("product: windows", "product: zeek");
                assertThat(RuleScript.problems(rules + ours)).as(name).isEmpty();
            }
        }
    }
}
