using Mechanisms;

return CommandLine.Run(args, Console.Out, Console.Error);
