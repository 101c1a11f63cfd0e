"""How far a trainee is: sections read, practice declared, quizzes passed, modules finished."""
