using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The difference of two texts by lines: "-" is expected and missing, "+" is there and not expected.</summary>
internal static class LineDiff
{
    public static string Describe(string expected, string actual)
    {
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var lengths = CommonLengths(left, right);
        var text = new StringBuilder();
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                Append(text, ' ', left[i]);
                i++;
                j++;
            }
            else if (j == right.Length || (i < left.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                Append(text, '-', left[i++]);
            }
            else
            {
                Append(text, '+', right[j++]);
            }
        }

        return text.ToString();
    }

    // What no reader could see is what such failures are about most often: carriage returns, and blanks at a line's end.
    private static void Append(StringBuilder text, char sign, string line)
    {
        var visible = line.Replace("\r", "<CR>", StringComparison.Ordinal);
        if (sign != ' ' && visible.EndsWith(' '))
            visible += "<END>";

        text.Append(sign).Append(visible).Append('\n');
    }

    private static int[,] CommonLengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }
}
