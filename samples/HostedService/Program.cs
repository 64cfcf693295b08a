using HostedService;

if (args.Contains("--demo"))
{
    return await Demo.RunAsync([.. args.Where(static a => a != "--demo")]);
}

await using WebApplication app = await Service.BuildAsync(args);
await app.RunAsync();
return 0;
