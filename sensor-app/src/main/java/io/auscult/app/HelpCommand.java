package io.auscult.app;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult help}: the same as {@code --help} behind a command. */
@Command(name = "help", description = "Tell what a command can do, or which there are.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", index = "0", description = "Such as: incident")
    @Nullable
    String first;

    @Parameters(paramLabel = "PART", arity = "0..*", index = "1..*", description = "Of that, such as: report")
    List<String> further = List.of();

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name :
                Stream.concat(Stream.ofNullable(first), further.stream()).toList()) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(command, name + ": no such command");
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.FINISHED;
    }
}
