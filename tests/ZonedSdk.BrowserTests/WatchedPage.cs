using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ZonedSdk.BrowserTests;

/// <summary>A page in a browser, with every request and every complaint of it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    public WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Requests => _requests;

    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Forgets the complaints so far, which a test has caused.</summary>
    public void ForgiveComplaints() => _complaints.Clear();

    public async Task<string> TextAsync(string selector) => await Page.Locator(selector).InnerTextAsync();

    /// <summary>Waits until an expression holds on the page, also where the page is loaded anew meanwhile. Playwright's own wait evaluates text within the page, which the page's policy forbids.</summary>
    public async Task UntilAsync(string expression, int seconds = 30)
    {
        string look = $$"""
            () => new Promise((resolve, reject) => {
              const last = performance.now() + {{seconds * 1000}};
              const look = () => {
                if ({{expression}}) { resolve(); } else if (performance.now() > last) { reject(new Error("It did not come to hold: " + document.body.innerText)); } else { setTimeout(look, 20); }
              };
              look();
            })
            """;
        while (true)
        {
            try
            {
                await Page.EvaluateAsync(look);
                return;
            }
            catch (PlaywrightException error) when (error.Message.Contains("context was destroyed", StringComparison.Ordinal))
            {
                await Page.WaitForLoadStateAsync(LoadState.Load);
            }
        }
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
