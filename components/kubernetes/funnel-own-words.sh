# Gives a task's program its own words again. Funnel puts those with a blank into quotes, of which it spoils some inside,
# and adds "<" and a file for the standard input (worker/kubernetes.go): for a shell, which would read "$" and ";" too.
spoilt="\\\\'" last='' mark=''
for word do
  shift
  case $word in
  *" "*)
    word=${word#\"}
    word=${word%\"}
    while :; do
      case $word in
      *"$spoilt"*) word=${word%%"$spoilt"*}\'${word#*"$spoilt"} ;;
      *) break ;;
      esac
    done
    ;;
  esac
  set -- "$@" "$word"
  mark=$last last=$word
done
if [ $# -le 2 ] || [ "$mark" != "<" ]; then exec "$@"; fi
count=$(($# - 2))
for word do
  shift
  if [ $count -gt 0 ]; then set -- "$@" "$word"; fi
  count=$((count - 1))
done
exec "$@" <"$last"
