"""What is asked: fields, survey forms and the rules that judge an answer."""
