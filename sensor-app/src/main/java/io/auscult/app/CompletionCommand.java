package io.auscult.app;

import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import io.auscult.export.eve.EveType;
import io.auscult.export.nis2.Stage;
import io.auscult.rules.role.Role;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code auscult completion}: the script that lets bash and zsh complete commands, options, and values that are one of a few. */
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh.",
        footerHeading = "%nExample:%n",
        footer = "  source <(auscult completion)")
final class CompletionCommand implements Callable<Integer> {
    /** What a label stands for, besides the names of commands; where it is not an enumeration that picocli knows. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "STAGE", names(Stage.values()),
            "ROLE", names(Role.values()),
            "TYPE", names(EveType.values()),
            "TLP", List.of("green", "amber", "amber+strict", "red"),
            "PAP", List.of("green", "amber", "red"),
            "PROTOCOL", Protocols.ALL.stream().map(Protocol::name).toList());

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        offer(spec.root());
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("auscult", spec.root().commandLine()));
        out.flush();
        return ExitCode.FINISHED;
    }

    /** Gives the arguments of a command, and of those below it, the words that they may be. */
    private void offer(CommandSpec command) {
        for (OptionSpec each : List.copyOf(command.options())) {
            if (!words(each).isEmpty()) {
                command.remove(each);
                command.addOption(OptionSpec.builder(each)
                        .completionCandidates(words(each))
                        .build());
            }
        }
        for (PositionalParamSpec each : List.copyOf(command.positionalParameters())) {
            if (!words(each).isEmpty()) {
                command.remove(each);
                command.addPositional(PositionalParamSpec.builder(each)
                        .completionCandidates(words(each))
                        .build());
            }
        }
        command.subcommands().values().forEach(each -> offer(each.getCommandSpec()));
    }

    private List<String> words(ArgSpec argument) {
        if (argument.type().isEnum()) {
            return names(argument.type().getEnumConstants());
        }
        Map<String, CommandLine> commands = spec.root().subcommands();
        return switch (argument.paramLabel()) {
            case "COMMAND" -> List.copyOf(commands.keySet());
            case "PART" ->
                commands.values().stream()
                        .flatMap(each -> each.getSubcommands().keySet().stream())
                        .distinct()
                        .toList();
            default -> WORDS.getOrDefault(argument.paramLabel(), List.of());
        };
    }

    /** As everything prints them, and takes them as well. */
    private static List<String> names(Object[] constants) {
        return Arrays.stream(constants)
                .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
