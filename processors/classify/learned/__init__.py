"""What training adds to the rules: small linear models over the words of a sentence and of an article."""
