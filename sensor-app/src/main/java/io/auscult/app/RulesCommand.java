package io.auscult.app;

import io.auscult.app.config.Keys;
import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.rules.Detectors;
import io.auscult.rules.rule.Techniques;
import io.auscult.rules.sigma.Problem;
import io.auscult.rules.sigma.RuleFolders;
import io.auscult.rules.sigma.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult rules}: what is detected, and what to do about it. */
@Command(
        name = "rules",
        description = "List what is detected, or explain one rule.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult rules",
            "  auscult rules check /etc/auscult/sigma",
            "  auscult rules show scan.port_scan",
            "  auscult rules --json | jq ."
        })
final class RulesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print all rules as JSON, one a line.")
    boolean isJson;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Rule> rules = new Detectors().rules();
        if (isJson) {
            rules.forEach(rule -> out.println(RuleJson.of(rule)));
        } else {
            int id = width(rules.stream().map(Rule::id).toList());
            int techniques = width(rules.stream().map(RulesCommand::techniques).toList());
            for (Rule rule : rules) {
                out.println(pad(rule.id(), id)
                        + pad(lower(rule.level()), 15)
                        + pad(techniques(rule), techniques)
                        + rule.title());
            }
        }
        out.flush();
        return ExitCode.FINISHED;
    }

    @Command(name = "show", description = "Explain one rule: what it notices and what to do.")
    int show(@Parameters(paramLabel = "ID", description = "As listed by `auscult rules`.") String id) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.of(1, System.getenv());
        Rule rule = find(id);
        String language = Configurations.read(null, System.getenv())
                .get(Keys.LANGUAGE)
                .resolve(System.getenv())
                .code();
        out.println(terminal.bold(rule.title()));
        out.println();
        fact(out, terminal, "id", rule.id() + ", signature " + rule.signatureId() + ", revision " + rule.revision());
        fact(out, terminal, "level", lower(rule.level()) + ", confidence " + lower(rule.confidence()));
        fact(
                out,
                terminal,
                "ATT&CK",
                rule.techniques().stream().map(RulesCommand::told).collect(Collectors.joining("; ")));
        fact(out, terminal, "notices", rule.description());
        fact(out, terminal, "do", withBrackets(rule.recommendation().getOrDefault(language, "")));
        out.flush();
        return ExitCode.FINISHED;
    }

    @Command(
            name = "check",
            description = {
                "Say what is wrong with Sigma rules: what is not supported, and what can never match.",
                "Exit code 1 when anything is."
            })
    int check(
            @Parameters(
                            paramLabel = "DIR|FILE",
                            arity = "1..*",
                            description = "Folders or files of Sigma rules (.yml).")
                    List<Path> folders) {
        PrintWriter out = spec.commandLine().getOut();
        RuleSet rules = new RuleFolders(false, folders, Set.of(), new Techniques()).load();
        rules.problems().forEach(out::println);
        long errors = rules.problems().stream()
                .filter(problem -> problem.kind() == Problem.Kind.ERROR)
                .count();
        long never = rules.problems().size() - errors;
        out.println(
                rules.size() + " rules can be used; " + errors + " errors, " + never + " parts that can never match.");
        out.flush();
        return rules.problems().isEmpty() ? ExitCode.FINISHED : ExitCode.FINDINGS;
    }

    private static Rule find(String id) {
        for (Rule rule : new Detectors().rules()) {
            if (rule.id().equals(id)) {
                return rule;
            }
        }
        throw new CommandFailure(ExitCode.USAGE, "rule: " + id + " (expected: one that `auscult rules` lists)", null);
    }

    /** What is said under a condition stands in brackets. */
    private static String withBrackets(String recommendation) {
        return recommendation.replaceAll("\\{\\?\\w+}", "[").replace("{/}", "]");
    }

    private static void fact(PrintWriter out, Terminal terminal, String name, String text) {
        Wrapping.block("  ", name, 10, text, terminal).forEach(out::println);
    }

    private static String told(Technique technique) {
        return technique.id() + " " + technique.name() + " (" + technique.tacticName() + ")";
    }

    private static String techniques(Rule rule) {
        return rule.techniques().stream().map(Technique::id).distinct().collect(Collectors.joining(","));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static int width(List<String> texts) {
        return 2 + texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
